import { isUid, type Uid } from '../ids.ts';
import { MAX_ADDRESS } from '../limits.ts';
import { Reader } from '../read.ts';

/** What one may do in a library. */
export const ROLES = ['owner', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** True where `value` is a role. */
export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

/** A family's shared store: `libraries/{L}`. */
export interface Library {
  readonly name: string;
  /** IANA, e.g. `Asia/Seoul`: where a date without an offset is meant. */
  readonly timeZone: string;
  readonly roles: Readonly<Record<Uid, Role>>;
  readonly members: readonly Uid[];
  /** When it is deleted for good, ms since 1970, where an owner ended it; until then an owner can keep it. */
  readonly endsAt?: number;
}

/** The role that somebody has in a library, undefined for who is no member. By hasOwn, lest a uid named `constructor` had one. */
export const roleOf = ({ roles }: Pick<Library, 'roles'>, uid: Uid): Role | undefined =>
  Object.hasOwn(roles, uid) ? roles[uid] : undefined;

/** A library from its document; throws BadDocument. */
export function readLibrary(value: unknown): Library {
  const r = new Reader('library', value);
  const roles: Record<Uid, Role> = {};
  const held = r.within('roles');
  for (const uid of held.keys()) {
    if (isUid(uid)) roles[uid] = held.oneOf(uid, ROLES);
    else held.bad(uid);
  }
  const endsAt = r.maybe('endsAt', r.instant);
  return {
    name: r.text('name'),
    timeZone: r.text('timeZone'),
    roles,
    members: r.list('members', isUid),
    ...(endsAt !== undefined && { endsAt }),
  };
}

/** The name of a member whose account is gone: none; on screen it is said in words. What they added stays under it. */
export const NO_NAME = '';

/** The name and face that the family sees: `libraries/{L}/members/{uid}`. */
export interface Member {
  readonly name: string;
  /** An https URL of the account's picture. */
  readonly photo?: string;
  readonly joinedAt: number;
}

/** A member from its document; throws BadDocument. */
export function readMember(value: unknown): Member {
  const r = new Reader('member', value);
  const photo = r.maybe('photo', r.text);
  return { name: r.text('name'), joinedAt: r.instant('joinedAt'), ...(photo !== undefined && { photo }) };
}

/** `typed` as the address that invites and access compare (trimmed, NFC, lower case), or undefined where it is none. */
export function addressOf(typed: string): string | undefined {
  const address = typed.trim().normalize('NFC').toLowerCase();
  return address.length <= MAX_ADDRESS && /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\.]+(\.[^\s@<>()",;:\\.]+)+$/.test(address)
    ? address
    : undefined;
}

/** Who may make a library: `installation/access`, read by functions and rules only. Addresses are in lower case. */
export interface Access {
  readonly owners: readonly string[];
  readonly allowed: readonly string[];
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Access from its document; throws BadDocument. */
export function readAccess(value: unknown): Access {
  const r = new Reader('access', value);
  return { owners: r.list('owners', isText), allowed: r.list('allowed', isText) };
}

/** Whether the holder of this verified address may make a library. */
export const canCreateLibrary = (access: Access, address: string): boolean =>
  access.owners.includes(address.toLowerCase()) || access.allowed.includes(address.toLowerCase());
