import * as v from 'valibot';
import { isUid } from '../ids.ts';
import { INVITE_ROLES } from './invite.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';

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

/** The schema of an activity. */
const activitySchema = v.object({
  did: v.picklist(ACTIVITY_TYPES),
  at: instant,
  by: guarded(isUid),
  byName: v.string(),
  /** The name of whom it was done to. */
  whom: v.exactOptional(v.string()),
  /** The title of the album, or the name of the circle or library. */
  what: v.exactOptional(v.string()),
  /** How many other albums it was done to. */
  others: v.exactOptional(number),
  as: v.exactOptional(v.picklist(INVITE_ROLES)),
});

/**
 * One thing that happened in a library: `libraries/{L}/activity/{id}`, written by functions in the transaction that did it,
 * read by owners. Names are as they were then: the person may be gone.
 */
export type Activity = DocumentOf<typeof activitySchema>;

/** An activity from its document; throws BadDocument. */
export const readActivity = (value: unknown): Activity => parse('activity', activitySchema, value);
