import * as v from 'valibot';
import {
  BASE32_DIGITS,
  isAlbumId,
  isInviteId,
  isLibraryId,
  isUid,
  type AlbumId,
  type LibraryId,
  type Uid,
} from '../ids.ts';
import { guarded, instant, parse, type DocumentOf } from '../schema.ts';

/** The digits of a TV's code: Crockford's base32, which has no letters that look like a digit, and no U. */
const CODE_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;
const FORM = /^[0-9A-HJKMNP-TV-Z]{8}$/;

/** The code that a TV shows: 8 characters (40 bits) of `CODE_DIGITS`. It names a pairing and grants nothing. */
export type TvCode = string & { readonly is: 'tv code' };

/** Returns the code of a random id in base32, of which it uses the first 8 characters. */
export const tvCodeOf = (random: string): TvCode =>
  random.slice(0, CODE_LENGTH).replaceAll(/./g, (digit) => CODE_DIGITS[BASE32_DIGITS.indexOf(digit)] ?? '') as TvCode;

/** Parses a code as a person types or reads it aloud: in any case, with spaces or hyphens, with O for 0 and I or L for 1; undefined for anything else. */
export function parseTvCode(text: string): TvCode | undefined {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return FORM.test(code) ? (code as TvCode) : undefined;
}

/** A code in two groups, as it is displayed. */
export const formatTvCode = (code: TvCode): string =>
  `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;

/** The claim of a TV's ID tokens, which belong to an Auth user of its own: its library. Only functions set it; rules read it. */
export interface TvClaims {
  readonly tv: LibraryId;
}

const tvPairingSchema = v.object({
  /** The SHA-256 of the TV's secret, 64 hexadecimal digits. */
  challenge: guarded(isInviteId),
  /** What the TV says that it is. */
  name: v.string(),
  startedAt: instant,
  expiresAt: instant,
  /** The TV that it became when a member confirmed it. */
  paired: v.optional(v.object({ library: guarded(isLibraryId), tv: guarded(isUid) })),
});

/** A TV that shows its code: `tvPairings/{hash of the code}`, read by functions only. */
export type TvPairing = DocumentOf<typeof tvPairingSchema>;

/** Validates the document of a pairing; throws BadDocument. */
export const readTvPairing = (value: unknown): TvPairing => parse('TV pairing', tvPairingSchema, value);

const tvSchema = v.object({
  /** The member who let it in: it sees no more than they do. */
  member: guarded(isUid),
  name: v.string(),
  albums: v.array(guarded(isAlbumId)),
  pairedAt: instant,
  /** From this time on it sees nothing. */
  until: instant,
});

/** A TV that a member let in: `libraries/{L}/tvs/{uid of its Auth user}`, read by functions, rules and the TV. Without it, the TV sees nothing. */
export type Tv = DocumentOf<typeof tvSchema>;

/** Validates the document of a TV; throws BadDocument. */
export const readTv = (value: unknown): Tv => parse('TV', tvSchema, value);

/** A TV as members see it. Times are ms since 1970; `seenAt` is exact to an hour. */
export interface ListedTv {
  readonly id: Uid;
  readonly name: string;
  /** Whether the caller let it in. */
  readonly isOwn: boolean;
  /** The member who let it in. */
  readonly by: string;
  readonly albums: readonly AlbumId[];
  readonly until: number;
  readonly seenAt?: number | undefined;
}
