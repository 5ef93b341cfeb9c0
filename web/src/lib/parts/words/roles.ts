import type { Role } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';

/** What a role is called. */
export const ROLE_WORDS: Record<Role, () => string> = {
  owner: m.role_owner,
  editor: m.role_editor,
  viewer: m.role_viewer,
};

/** What a role may do, in a sentence. */
export const ROLE_HINTS: Record<Role, () => string> = {
  owner: m.role_owner_hint,
  editor: m.role_editor_hint,
  viewer: m.role_viewer_hint,
};
