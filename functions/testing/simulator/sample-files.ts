import { createHash } from 'node:crypto';
import { itemIdOf, MAX_HASHED_FIRST_BYTES, type AlbumId, type ItemId, type LibraryId, type Uid } from '@maru/model';

// Files that are uploaded in the simulator: their first bytes and ids.

export const library = 'a'.repeat(20) as LibraryId;
export const summer = 's'.repeat(20) as AlbumId;
export const me = 'me' as Uid;

/** The first bytes of each file. */
export const HEADS = {
  photo: Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  video: Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1'),
  text: Buffer.from('사랑하는 '),
};
/**
 * The files: `torn` is a photo that cannot be read to its end, `tape` a video of some minutes, `clip` a small file that plays like it; the `damaged` ones arrive with
 * other bytes than announced.
 */
export type SampleFile =
  'photo' | 'video' | 'clip' | 'tape' | 'text' | 'torn' | 'damaged' | 'damaged-clip' | 'damaged-tape';

/** Whether these bytes are processed in parts. */
export const isStream = (bytes: Uint8Array): boolean => /tape|clip/.test(Buffer.from(bytes).toString('latin1'));

const headOf = (kind: SampleFile): Buffer =>
  /video|tape|clip/.test(kind) ? HEADS.video : kind === 'text' ? HEADS.text : HEADS.photo;
export const bytesOf = (kind: SampleFile, n: number): Buffer =>
  Buffer.concat([headOf(kind), Buffer.from(`${kind} ${n}`)]);
/** The size that an original claims: a tape is too large to check its hash first, a clip is not. */
export const sizeOf = (bytes: Uint8Array): number =>
  Buffer.from(bytes).includes('tape') ? MAX_HASHED_FIRST_BYTES + 1 : bytes.length;
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const idOfBytes = (bytes: Uint8Array): ItemId => itemIdOf(sha256(bytes));
