import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Row {
  readonly word: string;
  readonly korean: string;
  /** The Korean words of the last column: those after the middle dot. */
  readonly never: readonly string[];
}

const rows: Row[] = textOf('docs/words.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (word|---+) /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, word = '', korean = '', , never = '']) => ({
    word,
    korean,
    never: never.includes(' · ') ? (never.split(' · ')[1] ?? '').split(', ') : [],
  }));

test('every row has a word, what it is called in Korean, and its own place', () => {
  expect(rows.length).toBeGreaterThan(40);
  for (const { word, korean } of rows) expect([word, korean], word).not.toContain('');
  expect(new Set(rows.map(({ word }) => word)).size).toBe(rows.length);
});

test('no word that is never to be said is the word of another row', () => {
  const said = new Set(rows.flatMap(({ korean }) => korean.split(/[·,;] ?/)));
  for (const { word, never } of rows) for (const one of never) expect(said.has(one), `${word}: ${one}`).toBe(false);
});

test('Korean says none of the words that are never to be said', () => {
  const messages = JSON.parse(textOf('web/messages/ko.json')) as Record<string, unknown>;
  const found = rows.flatMap(({ word, never }) =>
    never.flatMap((one) =>
      Object.entries(messages)
        .filter(([, text]) => JSON.stringify(text).includes(one))
        .map(([key]) => `${key} says ${one} (${word})`),
    ),
  );
  expect(Object.keys(messages).length).toBeGreaterThan(10);
  expect(found).toEqual([]);
});
