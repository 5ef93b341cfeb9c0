import * as v from 'valibot';
import { isLibraryId } from '../ids.ts';
import { guarded, instant, parse, type DocumentOf } from '../schema.ts';

const guestMembershipSchema = v.object({ library: guarded(isLibraryId), since: instant });

/** A person's membership of an album as a guest: `users/{uid}/guestMemberships/{A}`, written by functions, read by that person. */
export type GuestMembership = DocumentOf<typeof guestMembershipSchema>;

/** Validates the document of a guest membership; throws BadDocument. */
export const readGuestMembership = (value: unknown): GuestMembership =>
  parse('guest membership', guestMembershipSchema, value);
