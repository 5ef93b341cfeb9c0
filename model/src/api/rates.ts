import type { CallName } from './calls.ts';
import { MAX_REQUESTS_PER_DAY } from '../limits.ts';

/** How often something may be done: `times` in `perS` seconds, counted from the first. */
export interface Rate {
  readonly times: number;
  readonly perS: number;
}

const MINUTE = 60;
const HOUR = 3600;

/** What a person does by hand, with room for a page that asks again. */
const BY_HAND: Rate = { times: 120, perS: MINUTE };

/**
 * How often one person may call what: generous to who uses it, and an end to what a script does. What lets somebody in, or
 * makes what others are shown, is counted by the hour.
 */
export const RATES: Readonly<Record<CallName, Rate>> = {
  // At every start and every sign-in.
  arrive: BY_HAND,
  makeLibrary: { times: 60, perS: HOUR },
  makeAlbum: BY_HAND,
  // The importer puts what the library has into its album, one call an item.
  addToAlbum: { times: 3000, perS: MINUTE },
  tryAgain: { times: 600, perS: MINUTE },
  // What a script with an editor's session may have reprocessed: minutes of machines, never the library.
  makeAgain: { times: 300, perS: 24 * HOUR },
  makeAllAgain: { times: 60, perS: HOUR },
  // An album is saved picture by picture.
  openOriginal: { times: 600, perS: MINUTE },
  invite: { times: 300, perS: HOUR },
  makeInvite: { times: 300, perS: HOUR },
  listInvites: BY_HAND,
  revokeInvite: BY_HAND,
  // Nobody finds 160 bits by trying; nobody needs to try more often either.
  lookAtInvite: { times: 60, perS: MINUTE },
  redeemInvite: { times: 60, perS: HOUR },
  ask: { times: MAX_REQUESTS_PER_DAY, perS: 24 * HOUR },
  listAsks: BY_HAND,
  answerAsk: BY_HAND,
  changeRole: BY_HAND,
  transfer: BY_HAND,
  removeMember: BY_HAND,
  leave: BY_HAND,
  removeGuest: BY_HAND,
  leaveAlbum: BY_HAND,
  makeCircle: BY_HAND,
  changeCircle: BY_HAND,
  removeCircle: BY_HAND,
  setAudience: BY_HAND,
  shareAlbums: BY_HAND,
  offer: { times: 600, perS: MINUTE },
  judgeOffer: { times: 600, perS: MINUTE },
  endLibrary: { times: 20, perS: HOUR },
  keepLibrary: { times: 20, perS: HOUR },
  deleteAccount: { times: 20, perS: HOUR },
};

/** What was counted: since when (ms since 1970), and how often. */
export interface Counted {
  readonly since: number;
  readonly times: number;
}

/** The count with one time more at `now` (ms), or undefined where it would be one too many. */
export function counted(before: Counted | undefined, { times, perS }: Rate, now: number): Counted | undefined {
  if (!before || now >= before.since + perS * 1000) return { since: now, times: 1 };
  return before.times < times ? { since: before.since, times: before.times + 1 } : undefined;
}
