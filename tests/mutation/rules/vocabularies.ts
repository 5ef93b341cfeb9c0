import { FAILURES, ITEM_STATES, PROGRAMS, SUBMISSION_STATES, ROLES } from '@maru/model';

/** Values that a rule could confuse with each other. */
const VOCABULARIES: readonly (readonly string[])[] = [
  [...ROLES, 'none'],
  ITEM_STATES,
  SUBMISSION_STATES,
  FAILURES,
  ['google.com', 'custom'],
  [...PROGRAMS, 'other'],
  ['ko', 'en', 'fr'],
  ['d', 'h', 'w'],
];

/** The other words of every vocabulary that contains this one. */
export const alternativesTo = (word: string): string[] => {
  const words = VOCABULARIES.filter((all) => all.includes(word)).flat();
  return [...new Set(words)].filter((other) => other !== word);
};

/** Words that could be added to a list: the rest of its vocabulary, or an unknown field where it has none. */
export function additionsTo(words: readonly string[]): string[] {
  const vocabulary = VOCABULARIES.filter((all) => words.every((word) => all.includes(word)));
  const known = [...new Set(vocabulary.flat())];
  return known.length === 0 ? ['token'] : known.filter((word) => !words.includes(word));
}
