import { isUid, type Uid } from '../ids.ts';
import { INVITE_ROLES, type InviteRole } from './invite.ts';
import { Reader } from '../read.ts';

/** What owners are told of. Each has its words in the web app. */
export const ACTIVITY_TYPES = [
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
export type ActivityType = (typeof ACTIVITY_TYPES)[number];

/**
 * One thing that happened in a library: `libraries/{L}/activity/{id}`, written by functions in the transaction that did it,
 * read by owners. Names as they were then: who is told of may be gone.
 */
export interface Activity {
  readonly did: ActivityType;
  readonly at: number;
  readonly by: Uid;
  readonly byName: string;
  /** The name of whom it was done to. */
  readonly whom?: string;
  /** The title of the album, or the name of the circle or library. */
  readonly what?: string;
  readonly as?: InviteRole;
}

/** An activity from its document; throws BadDocument. */
export function readActivity(value: unknown): Activity {
  const r = new Reader('activity', value);
  const whom = r.maybe('whom', r.text);
  const what = r.maybe('what', r.text);
  const as = r.maybe('as', (field) => r.oneOf(field, INVITE_ROLES));
  return {
    did: r.oneOf('did', ACTIVITY_TYPES),
    at: r.instant('at'),
    by: r.is('by', isUid),
    byName: r.text('byName'),
    ...(whom !== undefined && { whom }),
    ...(what !== undefined && { what }),
    ...(as !== undefined && { as }),
  };
}
