import { FAILURES, ITEM_STATES, SUBMISSION_STATES, ROLES } from '@maru/model';

/** Words that a rule could mistake for each other; the last of a row is none of them. */
const VOCABULARIES: readonly (readonly string[])[] = [
  [...ROLES, 'none'],
  ITEM_STATES,
  SUBMISSION_STATES,
  FAILURES,
  ['google.com', 'custom'],
  ['ko', 'en', 'fr'],
  ['d', 'h', 'w'],
];

/** The other words of every vocabulary that has this one. */
export const othersOf = (word: string): string[] => {
  const words = VOCABULARIES.filter((all) => all.includes(word)).flat();
  return [...new Set(words)].filter((other) => other !== word);
};

/** What could stand in this list besides; a field that nobody knows, where no vocabulary does. */
export function missingFrom(words: readonly string[]): string[] {
  const vocabulary = VOCABULARIES.filter((all) => words.every((word) => all.includes(word)));
  const known = [...new Set(vocabulary.flat())];
  return known.length === 0 ? ['token'] : known.filter((word) => !words.includes(word));
}
