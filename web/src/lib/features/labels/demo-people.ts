import { m } from '#lib/paraglide/messages.js';
import { ROLE_LABELS } from './roles.ts';

/** What the demo people are for, by the word that the emulators give. */
export const DEMO_ROLE_LABELS: Readonly<Record<string, (() => string) | undefined>> = {
  ...ROLE_LABELS,
  stranger: m.demo_stranger,
};
