import type { Failure } from '@maru/model';

/** How making a file may end: shown, or refused by this name. */
export type End = 'ready' | Failure;

/** The files that nothing is wrong with, from which hostile ones are made. */
export type ValidFileName = (typeof VALID_FILES)[number];
export const IMAGES = [
  ...(['jpeg', 'progressive', 'png', 'interlaced', 'webp', 'lossless', 'gif', 'moving-gif'] as const),
  ...(['tiff', 'tiled', 'avif', 'heic'] as const),
] as const;
export const VIDEOS = ['mp4', 'mov', 'mkv', 'avi', 'ts', 'mp3', 'wav', 'flac', 'ogg'] as const;
export const VALID_FILES = [...IMAGES, ...VIDEOS] as const;
export type ValidFiles = Readonly<Record<ValidFileName, Buffer>>;

/** One hostile file. */
export interface HostileFile {
  readonly family: string;
  /** What is wrong with it; with its family it names it. */
  readonly name: string;
  /** Made when it is its turn: a bomb is large. */
  readonly bytes: () => Buffer;
  /** Every end that is right. */
  readonly ends: readonly End[];
  /** Where it is ready, it looks like this one: what a decoder forgave was not part of the picture. */
  readonly like?: ValidFileName;
  /** No rendition has this text in it. */
  readonly foreign?: string;
  /** The day and time that it may be said to be taken at, at most; null for none at all. */
  readonly taken?: string | null;
}

/** A family of files that are alike but for their bytes. */
export const family = (
  name: string,
  ends: readonly End[],
  files: Readonly<Record<string, () => Buffer>>,
  more: Pick<HostileFile, 'like' | 'foreign' | 'taken'> = {},
): HostileFile[] => Object.entries(files).map(([one, bytes]) => ({ family: name, name: one, bytes, ends, ...more }));
