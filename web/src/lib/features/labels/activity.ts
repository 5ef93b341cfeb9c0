import type { Activity, ActivityType } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';
import { ROLE_BRIEFS } from './roles.ts';

const gaps = (one: Activity) => ({
  who: one.byName,
  whom: one.whom ?? '',
  what: one.what ?? '',
  as: one.as === undefined ? '' : ROLE_BRIEFS[one.as](),
});

const DEED_WORDS: Record<ActivityType, (one: Activity) => string> = {
  joined: (one) => (one.as ? m.activity_joined_as(gaps(one)) : m.activity_joined(gaps(one))),
  'let-in': (one) => m.activity_accepted_request(gaps(one)),
  left: (one) => m.activity_left(gaps(one)),
  removed: (one) => m.activity_removed(gaps(one)),
  'changed-role': (one) => m.activity_changed_role(gaps(one)),
  transferred: (one) => m.activity_transferred(gaps(one)),
  invited: (one) => {
    if (one.whom) return m.activity_invited(gaps(one));
    return one.what ? m.activity_invited_to(gaps(one)) : m.activity_invited_by_link(gaps(one));
  },
  'withdrew-invite': (one) =>
    one.whom ? m.activity_revoked_invite_for(gaps(one)) : m.activity_revoked_invite(gaps(one)),
  shared: (one) =>
    one.others ? m.activity_shared_several({ ...gaps(one), others: one.others }) : m.activity_shared(gaps(one)),
  'changed-circle': (one) => m.activity_changed_circle(gaps(one)),
  'guest-came': (one) => (one.what ? m.activity_guest_joined_album(gaps(one)) : m.activity_guest_joined(gaps(one))),
  'guest-left': (one) => m.activity_guest_left(gaps(one)),
  'guest-removed': (one) => m.activity_guest_removed(gaps(one)),
  'judged-offer': (one) => m.activity_moderated_submission(gaps(one)),
  ended: (one) => m.activity_library_deleted(gaps(one)),
  kept: (one) => m.activity_library_restored(gaps(one)),
  exported: (one) => m.activity_exported(gaps(one)),
};

/** What happened, in a sentence with names as they were then. */
export const formatActivity = (one: Activity): string => DEED_WORDS[one.did](one);
