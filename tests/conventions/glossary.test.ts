import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

test('every Korean word of the glossary appears in the messages', () => {
  const rows = [...textOf('docs/glossary.md').matchAll(/^\| (?!word |-)(\S[^|]*?) +\| ([^|]*?) *\|/gm)];
  const messages = textOf('web/messages/ko.json');
  const korean = rows.flatMap(([, word = '', text = '']) => text.split(', ').map((one) => [word, one] as const));
  expect(rows.length).toBeGreaterThan(15);
  expect(korean.filter(([, text]) => !messages.includes(text))).toEqual([]);
});
