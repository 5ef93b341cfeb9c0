import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, trackedFiles } from './tracked-files.ts';

/** The start of a Firestore path or an object name, in a string outside comments. */
const SPELLED =
  /^(?!\s*(?:\/?\*|\/\/)).*['"`](?:r|originals|incoming|libraries|users|invites|requests|rates|installation)\//;
const PRODUCT = /^(functions\/src|web\/src|tools\/import|model\/src)\/.+(?<!\.test|\.spec|\.fake)\.(ts|svelte)$/;

const linesThatSpell = (file: string, text: string): string[] =>
  text.split('\n').flatMap((line, index) => (SPELLED.test(line) ? [`${file}:${String(index + 1)}`] : []));

test('only model/src/paths.ts spells a Firestore path or an object name', () => {
  const files = trackedFiles().filter((file) => PRODUCT.test(file));
  const found = files.flatMap((file) => linesThatSpell(file, readFileSync(join(ROOT, file), 'utf8')));
  expect(files.length).toBeGreaterThan(300);
  expect(found.filter((line) => !line.startsWith('model/src/paths.ts:'))).toEqual([]);
  expect(found).not.toEqual([]);
});

test('finds a path in any kind of string', () => {
  const text = [
    '`r/${library}/`',
    "'originals/a'",
    '"users/me"',
    "import x from './users/list.ts'",
    '  /** `users/{uid}` */',
  ].join('\n');
  expect(linesThatSpell('a.ts', text)).toEqual(['a.ts:1', 'a.ts:2', 'a.ts:3']);
});
