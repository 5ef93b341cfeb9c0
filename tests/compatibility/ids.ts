import type { AlbumId, CircleId, InviteId, ItemId, LibraryId, SubmissionId, Uid } from '@maru/model';

// Valid ids of each kind.
export const library = 'l'.repeat(20) as LibraryId;
export const album = 'a'.repeat(20) as AlbumId;
export const circle = 'c'.repeat(20) as CircleId;
export const submission = 's'.repeat(20) as SubmissionId;
export const item = 'i'.repeat(32) as ItemId;
export const secret = 'q'.repeat(32);
export const invite = '0'.repeat(64) as InviteId;
export const uid = 'Uid1' as Uid;
