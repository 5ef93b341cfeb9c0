import type { AlbumId, Entry, ItemId, LibraryId, Uid } from '@maru/model';
import type { Upload, UploadState } from '@maru/model/upload/state';

const svg = (shapes: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">${shapes}</svg>`)}`;

/** A drawn landscape. */
export const PICTURE = svg(
  '<path fill="#f6d9b0" d="M0 0h400v300H0z"/><circle cx="290" cy="110" r="46" fill="#f3a469"/><path fill="#7d9c86" d="M0 190q110-90 210-10t190-30v150H0z"/><path fill="#3f6b62" d="M0 240q150-70 400 0v60H0z"/>',
);
/** Images that only a hairline separates from the page. */
export const WHITE = svg('<path fill="#fff" d="M0 0h400v300H0z"/>');
export const BLACK = svg('<path d="M0 0h400v300H0z"/>');

/** The peaks of a sound, each 0 to 1. */
export const PEAKS = Array.from({ length: 60 }, (_, i) => Math.abs(Math.sin(i / 5) * Math.cos(i / 17)));

export const ID = 'design' as ItemId;
export const ENTRY: Entry = {
  kind: 'photo',
  state: 'ready',
  by: 'design' as Uid,
  rev: 1,
  token: 'design',
  ratio: 4 / 3,
  width: 400,
  height: 300,
  variants: [],
  addedAt: 0,
};
export const SOUND: Entry = {
  ...ENTRY,
  kind: 'sound',
  duration: 192,
  ratio: 1,
  waveform: '0369cfc963'.padEnd(48, '369c'),
};

export const ROWS: readonly (readonly [ItemId, Entry])[] = [1, 2, 3].map((n) => [`${ID}${n}` as ItemId, ENTRY]);
export const urlOf = (): string => PICTURE;

export const upload = (id: string, name: string, state: Pick<UploadState, 'at'> & Record<string, unknown>): Upload => ({
  ...{ id, name, library: 'design' as LibraryId, albums: ['design' as AlbumId], size: 1_000_000, isStored: true },
  state: { item: ID, ...state } as UploadState,
});
