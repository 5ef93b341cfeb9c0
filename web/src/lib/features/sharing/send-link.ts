import { m } from '#lib/paraglide/messages.js';
import { copyText } from '../../copy-text.ts';
import { deviceKind } from '../../device-kind.ts';

/** How sending ended: handed to an app (or the share sheet was closed), copied because there is no share sheet, or neither worked. */
export type SendResult = 'sent' | 'copied' | 'failed';

/** Opens the phone's share sheet with a text and a link, or copies `copy` where that is not possible. */
export async function sendOrCopy(content: { text: string; url?: string }, copy: string): Promise<SendResult> {
  try {
    if (canSendLinks()) {
      await navigator.share(content);
      return 'sent';
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'sent';
  }
  return (await copyText(copy)) ? 'copied' : 'failed';
}

/** Whether the browser can hand a link to another app. */
export const canSendLinks = (): boolean => 'share' in navigator;

/** The label of what opens the share sheet, by the app that people of this language would choose in it on a phone. */
export const sendLabel = (): string => (deviceKind(navigator) === 'computer' ? m.link_send() : m.link_send_phone());
