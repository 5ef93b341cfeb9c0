import type { Failure } from '@maru/model';

/** An outcome of processing: ready, or a failure code. */
export type End = 'ready' | Failure;

/** The valid files from which hostile ones are created. */
export type ValidFileName = (typeof VALID_FILES)[number];
export const IMAGES = [
  ...(['jpeg', 'progressive', 'png', 'interlaced', 'webp', 'lossless', 'gif', 'moving-gif'] as const),
  ...(['moving-webp', 'bmp', 'jp2'] as const),
  ...(['tiff', 'tiled', 'avif', 'heic'] as const),
] as const;
export const VIDEOS = [
  ...(['mp4', 'mov', 'mkv', 'avi', 'ts', 'avchd', 'wmv', 'dv'] as const),
  ...(['mp3', 'wav', 'flac', 'ogg'] as const),
] as const;
export const VALID_FILES = [...IMAGES, ...VIDEOS] as const;
export type ValidFiles = Readonly<Record<ValidFileName, Buffer>>;

export interface HostileFile {
  readonly family: string;
  /** What is wrong with it; unique within the family. */
  readonly name: string;
  /** Created on demand, since some are large. */
  readonly bytes: () => Buffer;
  /** Every acceptable outcome. */
  readonly ends: readonly End[];
  /** If ready, it must look like this file: a decoder may only tolerate what is not part of the image. */
  readonly like?: ValidFileName;
  /** A text that no rendition may contain. */
  readonly foreign?: string;
  /** The only capture date it may get, if any; null for none. */
  readonly takenAt?: string | null;
}

/** A family of files with the same expectations. */
export const family = (
  name: string,
  ends: readonly End[],
  files: Readonly<Record<string, () => Buffer>>,
  more: Pick<HostileFile, 'like' | 'foreign' | 'takenAt'> = {},
): HostileFile[] => Object.entries(files).map(([one, bytes]) => ({ family: name, name: one, bytes, ends, ...more }));
