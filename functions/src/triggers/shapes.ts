import {
  isAlbumId,
  isCircleId,
  isItemId,
  isLibraryId,
  isSubmissionId,
  isInviteId,
  isRole,
  isUid,
  lineOf,
  MAX_ADDRESS,
  MAX_REQUEST_MESSAGE,
  MAX_CIRCLES,
  MAX_MEMBERS,
  MAX_NAME,
  MAX_ALBUMS_PER_SHARE,
  nameOf,
  INVITE_ROLES,
  type AlbumId,
  type CircleId,
  type InviteRole,
  type InviteId,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Role,
  type Uid,
} from '@maru/model';
import * as v from 'valibot';

// The shapes that calls and tasks come in, bounded by `model/limits`.
export const library = v.custom<LibraryId>(isLibraryId);
export const album = v.custom<AlbumId>(isAlbumId);
export const item = v.custom<ItemId>(isItemId);
export const uid = v.custom<Uid>(isUid);
export const circle = v.custom<CircleId>(isCircleId);
export const offer = v.custom<SubmissionId>(isSubmissionId);
export const role = v.custom<Role>(isRole);
export const invite = v.custom<InviteId>(isInviteId);
export const invitedAs = v.custom<InviteRole>((value) => INVITE_ROLES.some((as) => as === value));
export const address = v.pipe(v.string(), v.maxLength(MAX_ADDRESS));

// Three Jamo a syllable, and blanks around.
export const name = v.pipe(v.string(), v.maxLength(4 * MAX_NAME), v.transform(nameOf), v.string());

/** One line to the owners, maybe empty. */
export const words = v.pipe(
  v.string(),
  v.maxLength(4 * MAX_REQUEST_MESSAGE),
  v.transform((text) => lineOf(text, MAX_REQUEST_MESSAGE)),
  v.string(),
);

/** What a link had in the place of its secret: what cannot be one is told as one that nobody made. */
export const secret = v.pipe(v.string(), v.maxLength(1024));

/** A whole number from 1 on. */
export const upTo = (most: number): v.GenericSchema<unknown, number> =>
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

const isTimeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const people = v.pipe(v.array(uid), v.maxLength(MAX_MEMBERS));
export const circles = v.pipe(v.array(circle), v.maxLength(MAX_CIRCLES));
export const albums = v.pipe(v.array(album), v.minLength(1), v.maxLength(MAX_ALBUMS_PER_SHARE));

/** An IANA time zone that this runtime knows. */
export const timeZone = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone));

export const audience = v.variant('kind', [
  v.object({ kind: v.literal('library') }),
  v.object({
    kind: v.literal('people'),
    people,
    circles,
  }),
]);
