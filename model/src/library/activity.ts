import { isUid, type Uid } from '../ids.ts';
import { INVITED_AS, type InvitedAs } from './invite.ts';
import { Reader } from '../read.ts';

/** What owners are told of. Each has its words in the web app. */
export const DEEDS = [
  'joined',
  /** An owner answered an ask with yes. */
  'let-in',
  'left',
  'removed',
  'changed-role',
  'transferred',
  'invited',
  'withdrew-invite',
  'shared',
  'changed-circle',
  'guest-came',
  'guest-left',
  'guest-removed',
  'judged-offer',
  'ended',
  'kept',
  'exported',
] as const;
export type Deed = (typeof DEEDS)[number];

/**
 * One thing that happened in a library: `libraries/{L}/activity/{id}`, written by functions in the transaction that did it,
 * read by owners. Names as they were then: who is told of may be gone.
 */
export interface Activity {
  readonly did: Deed;
  readonly at: number;
  readonly by: Uid;
  readonly byName: string;
  /** The name of whom it was done to. */
  readonly whom?: string;
  /** The title of the album, or the name of the circle or library. */
  readonly what?: string;
  readonly as?: InvitedAs;
}

/** An activity from its document; throws BadDocument. */
export function readActivity(value: unknown): Activity {
  const r = new Reader('activity', value);
  const whom = r.maybe('whom', r.text);
  const what = r.maybe('what', r.text);
  const as = r.maybe('as', (field) => r.oneOf(field, INVITED_AS));
  return {
    did: r.oneOf('did', DEEDS),
    at: r.instant('at'),
    by: r.is('by', isUid),
    byName: r.text('byName'),
    ...(whom !== undefined && { whom }),
    ...(what !== undefined && { what }),
    ...(as !== undefined && { as }),
  };
}
