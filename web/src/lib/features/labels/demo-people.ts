import { m } from '#lib/paraglide/messages.js';
import { ROLE_WORDS } from './roles.ts';

/** What the demo people are for, by the word that the emulators give. */
export const DEMO_PART_WORDS: Readonly<Record<string, (() => string) | undefined>> = {
  ...ROLE_WORDS,
  stranger: m.demo_stranger,
};
