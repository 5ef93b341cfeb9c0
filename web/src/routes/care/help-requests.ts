import { version } from '$app/env';
import { page } from '$app/state';
import { helpText } from '#lib/features/care/help-text.ts';
import { sendOrCopy } from '#lib/features/sharing/send-link.ts';
import { m } from '#lib/paraglide/messages.js';
import type { HelpRequests } from '#lib/ui/feedback/help.ts';

/** Help requests that this person sends with the apps of their phone. */
export const helpRequests: HelpRequests = {
  get label() {
    return m.help_request();
  },
  send: async (error) => {
    const text = helpText({ error, route: page.route.id ?? '/', at: new Date(), version });
    const result = await sendOrCopy({ text }, text);
    if (result === 'sent') return undefined;
    return result === 'copied' ? m.help_copied() : m.help_not_copied();
  },
};
