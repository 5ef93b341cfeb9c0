import * as v from 'valibot';
import { isUid } from '../ids.ts';
import { INVITE_ROLES } from './invite.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';

/** What owners are told of. Each has its words in the web app. */
export const ACTIVITY_TYPES = [
  'joined',
  /** An owner answered an ask with yes. */
  'accepted-request',
  'left',
  'removed',
  'changed-role',
  'transferred',
  'invited',
  'revoked-invite',
  'shared',
  'changed-circle',
  'guest-joined',
  'guest-left',
  'guest-removed',
  'moderated-submission',
  'library-deleted',
  'library-restored',
  'exported',
] as const;
export type ActivityType = (typeof ACTIVITY_TYPES)[number];

/** The schema of an activity. */
const activitySchema = v.object({
  type: v.picklist(ACTIVITY_TYPES),
  at: instant,
  by: guarded(isUid),
  byName: v.string(),
  /** The name of whom it was done to. */
  person: v.exactOptional(v.string()),
  /** The title of the album, or the name of the circle or library. */
  target: v.exactOptional(v.string()),
  /** How many other albums it was done to. */
  otherCount: v.exactOptional(number),
  as: v.exactOptional(v.picklist(INVITE_ROLES)),
});

/**
 * One thing that happened in a library: `libraries/{L}/activity/{id}`, written by functions in the transaction that did it,
 * read by owners. Names are as they were then: the person may be gone.
 */
export type Activity = DocumentOf<typeof activitySchema>;

/** An activity from its document; throws BadDocument. */
export const readActivity = (value: unknown): Activity => parse('activity', activitySchema, value);
