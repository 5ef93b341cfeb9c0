import type { IncomingProblem } from '#lib/device/incoming/share-target.ts';
import { m } from '#lib/paraglide/messages.js';

/** Why there are no files to add, and the next step. */
const PROBLEMS: Readonly<Record<IncomingProblem, { title: () => string; text: () => string }>> = {
  'not-ready': { title: m.incoming_problem_not_ready_title, text: m.incoming_problem_not_ready_text },
  'not-received': { title: m.incoming_problem_not_received_title, text: m.incoming_problem_not_received_text },
  'not-media': { title: m.incoming_problem_not_media_title, text: m.incoming_problem_not_media_text },
  'no-space': { title: m.incoming_problem_no_space_title, text: m.incoming_problem_no_space_text },
  'too-much': { title: m.incoming_problem_too_much_title, text: m.incoming_problem_too_much_text },
};

/** The words for a problem that an address names; undefined for any other text. */
export function problemOf(code: string | null): { title: string; text: string } | undefined {
  if (code === null || !Object.hasOwn(PROBLEMS, code)) return undefined;
  const { title, text } = PROBLEMS[code as IncomingProblem];
  return { title: title(), text: text() };
}
