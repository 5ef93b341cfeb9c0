/** The first 160 bits of a file's SHA-256 in lower-case base32 (RFC 4648 section 6, no padding): 32 characters of a-z2-7. */
export type ItemId = string & { readonly is: 'item' };
/** A library's id: 20 characters of a-z2-7 (100 bits), made by functions. */
export type LibraryId = string & { readonly is: 'library' };
/** An album's id: 20 characters of a-z2-7, or `all` for the built-in album of every item. */
export type AlbumId = string & { readonly is: 'album' };
/** A circle's id: 20 characters of a-z2-7, made by functions. */
export type CircleId = string & { readonly is: 'circle' };
/** What a guest sends, until it is an item: 20 characters of a-z2-7, made by functions. */
export type SubmissionId = string & { readonly is: 'offer' };
/** The SHA-256 of an invite's secret, 64 hexadecimal digits: names it without giving it away. */
export type InviteId = string & { readonly is: 'invite' };
/** A person's id as Firebase Auth gives it: 1 to 128 characters without a slash. */
export type Uid = string & { readonly is: 'uid' };
/** How often an item was made: 1, 2, 3 … Part of every rendition's name, so that a rendition never changes under its name. */
export type Rev = number;

/** The built-in album that holds every item of a library (모두). */
export const ALL = 'all' as AlbumId;

const ITEM = /^[a-z2-7]{32}$/;
const NAMED = /^[a-z2-7]{20}$/;
// Firestore reserves `__…__`, and `__proto__` is no key of a plain object.
const UID = /^(?!__.*__$)[A-Za-z0-9_:-]{1,128}$/;

/** True where `value` has an item id's form. */
export const isItemId = (value: unknown): value is ItemId => typeof value === 'string' && ITEM.test(value);
/** True where `value` has a library id's form. */
export const isLibraryId = (value: unknown): value is LibraryId => typeof value === 'string' && NAMED.test(value);
/** True where `value` has an album id's form; `all` counts. */
export const isAlbumId = (value: unknown): value is AlbumId =>
  value === ALL || (typeof value === 'string' && NAMED.test(value));
/** True where `value` has a circle id's form. */
export const isCircleId = (value: unknown): value is CircleId => typeof value === 'string' && NAMED.test(value);
/** True where `value` has an offer id's form. */
export const isSubmissionId = (value: unknown): value is SubmissionId => typeof value === 'string' && NAMED.test(value);
/** True where `value` has an invite id's form. */
export const isInviteId = (value: unknown): value is InviteId =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
/** True where `value` has the form of an invite's secret: 32 characters of a-z2-7 (160 bits). */
export const isSecret = (value: unknown): value is string => typeof value === 'string' && ITEM.test(value);
/** True where `value` has a uid's form. */
export const isUid = (value: unknown): value is Uid => typeof value === 'string' && UID.test(value);

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** `bytes` in lower-case base32 without padding; whole groups of 5 bits only (20 bytes give 32 characters). */
export function base32(bytes: Uint8Array): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET[(held >> bits) & 31] ?? '';
    }
  }
  return out;
}

/** The item id of a file, from its SHA-256 as 64 hexadecimal digits; throws RangeError on any other text. */
export function itemIdOf(sha256: string): ItemId {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('a SHA-256 has 64 lower-case hexadecimal digits');
  const bytes = Uint8Array.from({ length: 20 }, (_, i) => Number.parseInt(sha256.slice(2 * i, 2 * i + 2), 16));
  return base32(bytes) as ItemId;
}

/** A new id from 13 random bytes (the caller's: the model has no chance of its own); throws RangeError on fewer. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says which of them it makes
export function idOf<T extends LibraryId | AlbumId | CircleId | SubmissionId>(random: Uint8Array): T {
  if (random.length < 13) throw new RangeError('an id wants 13 random bytes');
  return base32(random.slice(0, 13)).slice(0, 20) as T;
}
