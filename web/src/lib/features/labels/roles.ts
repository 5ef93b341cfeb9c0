import type { Role } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';

/** The names of roles. */
export const ROLE_LABELS: Record<Role, () => string> = {
  owner: m.role_owner,
  editor: m.role_editor,
  viewer: m.role_viewer,
};

/** What a role or a guest may do, in a few words: "보기만". */
export const ROLE_BRIEFS: Record<Role | 'guest', () => string> = {
  owner: m.role_brief_owner,
  editor: m.role_brief_editor,
  viewer: m.role_brief_viewer,
  guest: m.role_brief_guest,
};

/** What a role may do, in a sentence. */
export const ROLE_HINTS: Record<Role, () => string> = {
  owner: m.role_owner_hint,
  editor: m.role_editor_hint,
  viewer: m.role_viewer_hint,
};
