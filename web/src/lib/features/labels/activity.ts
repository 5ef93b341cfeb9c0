import type { Activity, ActivityType } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';
import { ROLE_BRIEFS } from './roles.ts';

const params = (activity: Activity) => ({
  who: activity.byName,
  whom: activity.person ?? '',
  what: activity.target ?? '',
  as: activity.as === undefined ? '' : ROLE_BRIEFS[activity.as](),
});

const MESSAGES: Record<ActivityType, (activity: Activity) => string> = {
  joined: (activity) => (activity.as ? m.activity_joined_as(params(activity)) : m.activity_joined(params(activity))),
  'accepted-request': (activity) => m.activity_accepted_request(params(activity)),
  left: (activity) => m.activity_left(params(activity)),
  removed: (activity) => m.activity_removed(params(activity)),
  'changed-role': (activity) => m.activity_changed_role(params(activity)),
  transferred: (activity) => m.activity_transferred(params(activity)),
  invited: (activity) => {
    if (activity.person) return m.activity_invited(params(activity));
    return activity.target ? m.activity_invited_to(params(activity)) : m.activity_invited_by_link(params(activity));
  },
  'revoked-invite': (activity) =>
    activity.person ? m.activity_revoked_invite_for(params(activity)) : m.activity_revoked_invite(params(activity)),
  shared: (activity) =>
    activity.otherCount
      ? m.activity_shared_several({ ...params(activity), others: activity.otherCount })
      : m.activity_shared(params(activity)),
  'changed-circle': (activity) => m.activity_changed_circle(params(activity)),
  'guest-joined': (activity) =>
    activity.target ? m.activity_guest_joined_album(params(activity)) : m.activity_guest_joined(params(activity)),
  'guest-left': (activity) => m.activity_guest_left(params(activity)),
  'guest-removed': (activity) => m.activity_guest_removed(params(activity)),
  'moderated-submission': (activity) => m.activity_moderated_submission(params(activity)),
  'album-deleted': (activity) => m.activity_album_deleted(params(activity)),
  'album-restored': (activity) => m.activity_album_restored(params(activity)),
  'library-deleted': (activity) => m.activity_library_deleted(params(activity)),
  'library-restored': (activity) => m.activity_library_restored(params(activity)),
  exported: (activity) => m.activity_exported(params(activity)),
};

/** Describes an activity in a sentence, with the names of its time. */
export const formatActivity = (activity: Activity): string => MESSAGES[activity.type](activity);
