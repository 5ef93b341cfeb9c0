import { createHash } from 'node:crypto';
import { itemIdOf, MIN_STREAM_BYTES, type AlbumId, type ItemId, type LibraryId, type Uid } from '@maru/model';

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
 * The files: `torn` is a photo that cannot be read to its end, `tape` a video of some minutes; `damaged` and `damaged-tape` arrive with other bytes than
 * announced.
 */
export type SampleFile = 'photo' | 'video' | 'tape' | 'text' | 'torn' | 'damaged' | 'damaged-tape';

const headOf = (kind: SampleFile): Buffer =>
  kind === 'video' || kind.endsWith('tape') ? HEADS.video : kind === 'text' ? HEADS.text : HEADS.photo;
export const bytesOf = (kind: SampleFile, n: number): Buffer =>
  Buffer.concat([headOf(kind), Buffer.from(`${kind} ${n}`)]);
/** The size that an original claims: a tape is too large for one task. */
export const sizeOf = (bytes: Uint8Array): number =>
  Buffer.from(bytes).includes('tape') ? MIN_STREAM_BYTES : bytes.length;
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const idOfBytes = (bytes: Uint8Array): ItemId => itemIdOf(sha256(bytes));
