import type { Fault } from './fault.ts';
import { FUNCTIONS_FAULTS } from './faults/functions.ts';
import { MODEL_FAULTS } from './faults/model.ts';
import { RULES_FAULTS } from './faults/rules.ts';
import { TOOLS_FAULTS } from './faults/tools.ts';
import { WEB_FAULTS } from './faults/web.ts';

/** Every suite has at least one. */
export const FAULTS: readonly Fault[] = [
  ...MODEL_FAULTS,
  ...RULES_FAULTS,
  ...FUNCTIONS_FAULTS,
  ...WEB_FAULTS,
  ...TOOLS_FAULTS,
];
