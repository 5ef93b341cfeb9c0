import * as v from 'valibot';
import { isUid, type Uid } from '../ids.ts';
import { MAX_ADDRESS } from '../limits.ts';
import { guarded, instant, mapOf, parse, type DocumentOf } from '../schema.ts';
import { isProfilePhoto } from './profile-photo.ts';

/** The roles of a library, most permissions first. */
export const ROLES = ['owner', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const librarySchema = v.object({
  name: v.string(),
  /** IANA time zone, such as `Asia/Seoul`, for dates without an offset. */
  timeZone: v.string(),
  roles: mapOf(isUid, v.picklist(ROLES)),
  members: v.array(guarded(isUid)),
  /** When it will be deleted, ms since 1970, if an owner has requested it; until then an owner can restore it. */
  deleteAt: v.exactOptional(instant),
  /** Whether `npm run verify` created it: its sessions may change no other library. Only `createLibrary` sets it. */
  isForVerify: v.exactOptional(v.boolean()),
});

/** A family's shared store: `libraries/{L}`. */
export type Library = DocumentOf<typeof librarySchema>;

/** Returns a person's role in a library, undefined if they are not a member. `hasOwn` protects against uids such as `constructor`. */
export const roleOf = ({ roles }: Pick<Library, 'roles'>, uid: Uid): Role | undefined =>
  Object.hasOwn(roles, uid) ? roles[uid] : undefined;

/** Validates the document of a library; throws BadDocument. */
export const readLibrary = (value: unknown): Library => parse('library', librarySchema, value);

/** The name of a member whose account was deleted; screens show a text instead. */
export const NO_NAME = '';

const memberSchema = v.object({
  name: v.string(),
  /** The URL of the account's photo, on Google's image hosts. */
  photo: v.exactOptional(v.string()),
  joinedAt: instant,
});

/** A member's name and photo: `libraries/{L}/members/{uid}`. */
export type Member = DocumentOf<typeof memberSchema>;

/** Validates the document of a member, and drops photos from hosts other than Google's; throws BadDocument. */
export function readMember(value: unknown): Member {
  const { photo, ...member } = parse('member', memberSchema, value);
  return { ...member, ...(isProfilePhoto(photo) && { photo }) };
}

/** Normalizes an email address for comparison (trimmed, NFC, lower case); undefined if it is invalid. */
export function addressOf(typed: string): string | undefined {
  const address = typed.trim().normalize('NFC').toLowerCase();
  return address.length <= MAX_ADDRESS && /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\.]+(\.[^\s@<>()",;:\\.]+)+$/.test(address)
    ? address
    : undefined;
}

const accessSchema = v.object({ owners: v.array(v.string()), allowed: v.array(v.string()) });

/** Who may create a library: `installation/access`, read by functions and rules only. Addresses are in lower case. */
export type Access = DocumentOf<typeof accessSchema>;

/** Validates the document of access; throws BadDocument. */
export const readAccess = (value: unknown): Access => parse('access', accessSchema, value);

/** Returns whether the account with this verified address may create a library. */
export const canCreateLibrary = (access: Access, address: string): boolean =>
  access.owners.includes(address.toLowerCase()) || access.allowed.includes(address.toLowerCase());
