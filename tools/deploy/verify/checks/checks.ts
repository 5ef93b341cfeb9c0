import type { Check } from '../check.ts';
import { HOSTING_CHECKS } from './hosting.ts';
import { PROCESSING_CHECKS } from './processing.ts';
import { PROJECT_CHECKS } from './project.ts';
import { STORAGE_CHECKS } from './storage.ts';

/** All checks by number. */
export const CHECKS: readonly Check[] = [
  ...STORAGE_CHECKS,
  ...PROCESSING_CHECKS,
  ...HOSTING_CHECKS,
  ...PROJECT_CHECKS,
].sort((a, b) => a.number - b.number);
