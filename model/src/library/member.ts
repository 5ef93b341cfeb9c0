import * as v from 'valibot';
import { isUid, type Uid } from '../ids.ts';
import { MAX_ADDRESS } from '../limits.ts';
import { guarded, instant, mapOf, parse, type DocumentOf } from '../schema.ts';
import { isProfilePhoto } from './profile-photo.ts';

/** What one may do in a library. */
export const ROLES = ['owner', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** True where `value` is a role. */
export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

const librarySchema = v.object({
  name: v.string(),
  /** IANA, e.g. `Asia/Seoul`: the zone of a date without an offset. */
  timeZone: v.string(),
  roles: mapOf(isUid, v.picklist(ROLES)),
  members: v.array(guarded(isUid)),
  /** When it is deleted for good, ms since 1970, where an owner asked for it; until then an owner can restore it. */
  deleteAt: v.exactOptional(instant),
});

/** A family's shared store: `libraries/{L}`. */
export type Library = DocumentOf<typeof librarySchema>;

/** The role that somebody has in a library, undefined for who is no member. By hasOwn, lest a uid named `constructor` had one. */
export const roleOf = ({ roles }: Pick<Library, 'roles'>, uid: Uid): Role | undefined =>
  Object.hasOwn(roles, uid) ? roles[uid] : undefined;

/** A library from its document; throws BadDocument. */
export const readLibrary = (value: unknown): Library => parse('library', librarySchema, value);

/** The name of a member whose account is gone: none; on screen it is said in words. What they added stays under it. */
export const NO_NAME = '';

const memberSchema = v.object({
  name: v.string(),
  /** The URL of the account's photo, on Google's image hosts. */
  photo: v.exactOptional(v.string()),
  joinedAt: instant,
});

/** The name and face that the family sees: `libraries/{L}/members/{uid}`. */
export type Member = DocumentOf<typeof memberSchema>;

/** A member from its document, without a photo of any other host than Google's; throws BadDocument. */
export function readMember(value: unknown): Member {
  const { photo, ...member } = parse('member', memberSchema, value);
  return { ...member, ...(isProfilePhoto(photo) && { photo }) };
}

/** `typed` as the address that invites and access compare (trimmed, NFC, lower case), or undefined where it is none. */
export function addressOf(typed: string): string | undefined {
  const address = typed.trim().normalize('NFC').toLowerCase();
  return address.length <= MAX_ADDRESS && /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\.]+(\.[^\s@<>()",;:\\.]+)+$/.test(address)
    ? address
    : undefined;
}

const accessSchema = v.object({ owners: v.array(v.string()), allowed: v.array(v.string()) });

/** Who may create a library: `installation/access`, read by functions and rules only. Addresses are in lower case. */
export type Access = DocumentOf<typeof accessSchema>;

/** Access from its document; throws BadDocument. */
export const readAccess = (value: unknown): Access => parse('access', accessSchema, value);

/** Whether the holder of this verified address may make a library. */
export const canCreateLibrary = (access: Access, address: string): boolean =>
  access.owners.includes(address.toLowerCase()) || access.allowed.includes(address.toLowerCase());
