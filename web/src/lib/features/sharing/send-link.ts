import { m } from '#lib/paraglide/messages.js';
import { deviceKind } from '../../device-kind.ts';

/** Whether the browser can hand a link to another app. */
export const canSendLinks = (): boolean => 'share' in navigator;

/** The label of what opens the share sheet, by the app that people of this language would choose in it on a phone. */
export const sendLabel = (): string => (deviceKind(navigator) === 'computer' ? m.link_send() : m.link_send_phone());
