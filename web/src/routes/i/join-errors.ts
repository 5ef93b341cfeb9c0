import { REFUSAL_WORDS } from '#lib/features/labels/api-errors.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Trouble } from './join-by-invite.svelte.ts';

/** Why an invite's link does not lead in: a title and a sentence with what to do, `address` being whose account is here. */
export function troubleWords(trouble: Trouble, address: string): { title: string; words: string } {
  const title = m.join_trouble_title();
  switch (trouble) {
    case 'no-link':
      return { title: m.join_no_link_title(), words: m.join_no_link() };
    case 'bad-input':
    case 'not-found':
      return { title, words: m.join_not_found() };
    case 'invite-over':
      return { title, words: m.join_over() };
    case 'invite-used':
      return { title, words: m.join_used() };
    case 'wrong-person':
      return { title: m.join_wrong_title(), words: m.join_wrong({ address }) };
    case 'offline':
      return { title: m.offline_title(), words: m.error_offline() };
    case 'broken':
      return { title: m.broken_title(), words: m.error_unforeseen() };
    default:
      return { title, words: REFUSAL_WORDS[trouble]() };
  }
}
