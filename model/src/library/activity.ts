import * as v from 'valibot';
import { isUid } from '../ids.ts';
import { INVITE_ROLES } from './invite.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';

/** Events that are logged for owners. Each has a message in the web app. */
export const ACTIVITY_TYPES = [
  'joined',
  /** An owner accepted an access request. */
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
  'album-deleted',
  'album-restored',
  'library-deleted',
  'library-restored',
  /** No function writes it; it stays because the contract of release 1 has it (tests/compatibility). */
  'exported',
] as const;
export type ActivityType = (typeof ACTIVITY_TYPES)[number];

const activitySchema = v.object({
  type: v.picklist(ACTIVITY_TYPES),
  at: instant,
  by: guarded(isUid),
  byName: v.string(),
  /** The name of the person affected. */
  person: v.exactOptional(v.string()),
  /** The title of the album, or the name of the circle or library, affected. */
  target: v.exactOptional(v.string()),
  /** The number of other albums affected. */
  otherCount: v.exactOptional(number),
  as: v.exactOptional(v.picklist(INVITE_ROLES)),
});

/**
 * An event in a library: `libraries/{L}/activity/{id}`, written by functions in the transaction of the change, read by owners. Names
 * are those at the time of the event.
 */
export type Activity = DocumentOf<typeof activitySchema>;

/** Validates the document of an activity; throws BadDocument. */
export const readActivity = (value: unknown): Activity => parse('activity', activitySchema, value);
