import { m } from '#lib/paraglide/messages.js';
import { ROLE_LABELS } from './roles.ts';

/** The roles of the demo people, by their `role` in the configuration. */
export const DEMO_ROLE_LABELS: Readonly<Record<string, (() => string) | undefined>> = {
  ...ROLE_LABELS,
  stranger: m.demo_stranger,
};
