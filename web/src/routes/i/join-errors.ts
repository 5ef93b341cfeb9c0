import { API_ERROR_MESSAGES } from '#lib/features/labels/api-errors.ts';
import { m } from '#lib/paraglide/messages.js';
import type { JoinError } from './join-by-invite.svelte.ts';

/** The title and text for an error of an invite link, with the next step. `address` is that of the signed-in account. */
export function joinErrorText(error: JoinError, address: string): { title: string; text: string } {
  const title = m.join_error_title();
  switch (error) {
    case 'no-link':
      return { title: m.join_no_link_title(), text: m.join_no_link() };
    case 'invalid-request':
    case 'not-found':
      return { title, text: m.join_not_found() };
    case 'invite-expired':
      return { title, text: m.join_expired() };
    case 'invite-used':
      return { title, text: m.join_used() };
    case 'wrong-person':
      return { title: m.join_wrong_account_title(), text: m.join_wrong_account({ address }) };
    case 'offline':
      return { title: m.offline_title(), text: m.error_offline() };
    case 'broken':
      return { title: m.load_failed_title(), text: m.error_unexpected() };
    default:
      return { title, text: API_ERROR_MESSAGES[error]() };
  }
}
