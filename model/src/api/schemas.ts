import * as v from 'valibot';
import { parseTvCode } from '../access/tv.ts';
import { ORDER_KEY } from '../album-index/by-hand.ts';
import {
  isAlbumId,
  isCircleId,
  isInviteId,
  isItemId,
  isLibraryId,
  isSecret,
  isSubmissionId,
  isUid,
  TRASH,
} from '../ids.ts';
import type { AlbumId, CircleId, InviteId, ItemId, LibraryId, SubmissionId, Uid } from '../ids.ts';
import type { Audience } from '../library/album.ts';
import { INVITE_ROLES } from '../library/invite.ts';
import { ROLES } from '../library/member.ts';
import { isPlainText, lineOf, nameOf, textOf } from '../library/name.ts';
import {
  MAX_ADDRESS,
  MAX_CIRCLES,
  MAX_FILE_NAME,
  MAX_ITEMS_PER_ADD,
  MAX_MEMBERS,
  MAX_NAME,
  MAX_ORDER_KEY,
} from '../limits.ts';
import { mapOf } from '../schema.ts';

// The parts of requests and tasks, bounded by `limits.ts`.
export const library = v.custom<LibraryId>(isLibraryId);
/** An album other than the trash. */
export const album = v.custom<AlbumId>((value) => isAlbumId(value) && value !== TRASH);
export const albumOrTrash = v.custom<AlbumId>(isAlbumId);
export const item = v.custom<ItemId>(isItemId);
/** Items that one call changes. */
export const items = v.pipe(v.array(item), v.minLength(1), v.maxLength(MAX_ITEMS_PER_ADD));
/** The order keys of items that one call moves; null: as nobody moved it. */
export const orderKeys = v.pipe(
  mapOf(isItemId, v.nullable(v.pipe(v.string(), v.maxLength(MAX_ORDER_KEY), v.regex(ORDER_KEY)))),
  v.check((keys) => Object.keys(keys).length <= MAX_ITEMS_PER_ADD),
);
export const uid = v.custom<Uid>(isUid);
export const circle = v.custom<CircleId>(isCircleId);
export const submission = v.custom<SubmissionId>(isSubmissionId);
export const invite = v.custom<InviteId>(isInviteId);
export const role = v.picklist(ROLES);
export const invitedAs = v.picklist(INVITE_ROLES);
export const address = v.pipe(v.string(), v.maxLength(MAX_ADDRESS));

/** A name, normalized by `nameOf`. The input may be longer, because a decomposed Hangul syllable has up to three code units. */
export const name = v.pipe(v.string(), v.maxLength(4 * MAX_NAME), v.transform(nameOf), v.string());

/** One line of text of at most `max` UTF-16 units, normalized by `lineOf`; may be empty. */
export const line = (max: number) =>
  v.pipe(
    v.string(),
    v.maxLength(4 * max),
    v.transform((text) => lineOf(text, max)),
    v.string(),
  );

/** Lines of text of at most `max` UTF-16 units, normalized by `textOf`; may be empty. */
export const text = (max: number) =>
  v.pipe(
    v.string(),
    v.maxLength(4 * max),
    v.transform((lines) => textOf(lines, max)),
    v.string(),
  );

/** The name of a file. */
export const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_FILE_NAME), v.check(isPlainText));

/** The secret of an invite link. An invalid one is treated like an invite that does not exist. */
export const secret = v.pipe(v.string(), v.maxLength(1024));

/** A SHA-256, as 64 lower-case hexadecimal digits. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** A sign-in code or its verifier: 160 random bits in base32. */
export const signInSecret = v.custom<string>(isSecret);
/** The code on a TV, as a person types it. */
export const tvCode = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform((text): string | undefined => parseTvCode(text)),
  v.string(),
);
/** The id of a Firebase web app. */
export const appId = v.pipe(v.string(), v.maxLength(100), v.regex(/^[\w:.-]+$/));

/** An integer from 1 to `max`. */
export const upTo = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));

const isTimeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** An IANA time zone that the runtime supports. */
export const timeZone = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone));

export const people = v.pipe(v.array(uid), v.maxLength(MAX_MEMBERS));
export const circles = v.pipe(v.array(circle), v.maxLength(MAX_CIRCLES));

export const audience: v.GenericSchema<Audience> = v.variant('kind', [
  v.object({ kind: v.literal('library') }),
  v.object({ kind: v.literal('people'), people, circles }),
]);
