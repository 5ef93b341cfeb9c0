import * as v from 'valibot';
import { isLibraryId } from '../ids.ts';
import { guarded, instant, parse, type DocumentOf } from '../schema.ts';

const guestMembershipSchema = v.object({ library: guarded(isLibraryId), since: instant });

/** An album that somebody is a guest of: `users/{uid}/guestMemberships/{A}`, written by functions, read by that person. */
export type GuestMembership = DocumentOf<typeof guestMembershipSchema>;

/** A guest membership from its document; throws BadDocument. */
export const readGuestMembership = (value: unknown): GuestMembership =>
  parse('guest membership', guestMembershipSchema, value);
