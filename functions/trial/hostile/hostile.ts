import type { Failure } from '@maru/model';

/** How making a file may end: shown, or refused by this name. */
export type End = 'ready' | Failure;

/** The files that nothing is wrong with, from which hostile ones are made. */
export type WholeName = (typeof WHOLES)[number];
export const PICTURES = [
  ...(['jpeg', 'progressive', 'png', 'interlaced', 'webp', 'lossless', 'gif', 'moving-gif'] as const),
  ...(['tiff', 'tiled', 'avif', 'heic'] as const),
] as const;
export const FILMS = ['mp4', 'mov', 'mkv', 'avi', 'ts', 'mp3', 'wav', 'flac', 'ogg'] as const;
export const WHOLES = [...PICTURES, ...FILMS] as const;
export type Wholes = Readonly<Record<WholeName, Buffer>>;

/** One hostile file. */
export interface Hostile {
  readonly family: string;
  /** What is wrong with it; with its family it names it. */
  readonly name: string;
  /** Made when it is its turn: a bomb is large. */
  readonly bytes: () => Buffer;
  /** Every end that is right. */
  readonly ends: readonly End[];
  /** Where it is ready, it looks like this one: what a decoder forgave was not part of the picture. */
  readonly like?: WholeName;
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
  more: Pick<Hostile, 'like' | 'foreign' | 'taken'> = {},
): Hostile[] => Object.entries(files).map(([one, bytes]) => ({ family: name, name: one, bytes, ends, ...more }));
