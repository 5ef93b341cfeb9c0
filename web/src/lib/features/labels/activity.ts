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
  joined: (one) => (one.as ? m.deed_joined_as(gaps(one)) : m.deed_joined(gaps(one))),
  'let-in': (one) => m.deed_let_in(gaps(one)),
  left: (one) => m.deed_left(gaps(one)),
  removed: (one) => m.deed_removed(gaps(one)),
  'changed-role': (one) => m.deed_changed_role(gaps(one)),
  transferred: (one) => m.deed_transferred(gaps(one)),
  invited: (one) => {
    if (one.whom) return m.deed_invited(gaps(one));
    return one.what ? m.deed_invited_to(gaps(one)) : m.deed_invited_by_link(gaps(one));
  },
  'withdrew-invite': (one) => (one.whom ? m.deed_withdrew_invite_for(gaps(one)) : m.deed_withdrew_invite(gaps(one))),
  shared: (one) =>
    one.others ? m.deed_shared_several({ ...gaps(one), others: one.others }) : m.deed_shared(gaps(one)),
  'changed-circle': (one) => m.deed_changed_circle(gaps(one)),
  'guest-came': (one) => (one.what ? m.deed_guest_came_to(gaps(one)) : m.deed_guest_came(gaps(one))),
  'guest-left': (one) => m.deed_guest_left(gaps(one)),
  'guest-removed': (one) => m.deed_guest_removed(gaps(one)),
  'judged-offer': (one) => m.deed_judged_offer(gaps(one)),
  ended: (one) => m.deed_ended(gaps(one)),
  kept: (one) => m.deed_kept(gaps(one)),
  exported: (one) => m.deed_exported(gaps(one)),
};

/** What happened, in a sentence with names as they were then. */
export const formatActivity = (one: Activity): string => DEED_WORDS[one.did](one);
