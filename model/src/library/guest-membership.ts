import { isLibraryId, type LibraryId } from '../ids.ts';
import { Reader } from '../read.ts';

/** An album that somebody is a guest of: `users/{uid}/guestMemberships/{A}`, written by functions, read by that person. */
export interface GuestMembership {
  readonly library: LibraryId;
  readonly since: number;
}

/** A visit from its document; throws BadDocument. */
export function readGuestMembership(value: unknown): GuestMembership {
  const r = new Reader('visit', value);
  return { library: r.is('library', isLibraryId), since: r.instant('since') };
}
