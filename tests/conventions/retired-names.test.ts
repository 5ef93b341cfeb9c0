import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RETIRED_NAMES, type RetiredName } from './retired-names.ts';
import { ROOT, trackedFiles } from './tracked-files.ts';

/** Contains the retired names, or is generated. */
const EXCLUDED = new Set([
  'tests/conventions/retired-names.ts',
  'tests/conventions/retired-names.test.ts',
  'package-lock.json',
]);
const TEXT = /\.(ts|js|svelte|json|md|html|css|rules|yml|sh)$|^\.ci\/run$/;

/** Matches a name as a word, or as a part of a camelCase, kebab-case or snake_case identifier. */
function patternOf(name: string): RegExp {
  const kebab = name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).toLowerCase();
  const lower = name.charAt(0).toLowerCase() + name.slice(1);
  const upper = name.charAt(0).toUpperCase() + name.slice(1);
  const isType = name === upper;
  const words = isType ? [] : [`(?<![A-Za-z])(?:${lower}|${kebab}|${kebab.replaceAll('-', '_')})`];
  return new RegExp(`(?:${[...words, upper].join('|')})s?(?![a-z])`);
}

/** Returns where a name occurs in a file's path or text, as `path:line`. */
function occurrences({ name, allowed = [] }: RetiredName, path: string, text: string): string[] {
  if (allowed.some((one) => (one.endsWith('/') ? path.startsWith(one) : path === one))) return [];
  const pattern = patternOf(name);
  if (!pattern.test(text) && !pattern.test(path)) return [];
  const lines = text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${String(index + 1)}`] : []));
  return pattern.test(path) ? [path, ...lines] : lines;
}

const files = trackedFiles()
  .filter((path) => TEXT.test(path) && !EXCLUDED.has(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

test.each(RETIRED_NAMES)('$name is retired: use $use', (retired) => {
  expect(files.flatMap(({ path, text }) => occurrences(retired, path, text))).toEqual([]);
});

test('finds a retired name in identifiers, comments, message keys and file names', () => {
  const house = { name: 'house', use: 'library', allowed: ['docs/', 'a.ts'] };
  for (const text of [
    'const house = 1;',
    '// The houses',
    '"house_title": ""',
    'readHouse()',
    'open-house',
    'house_of',
  ])
    expect(occurrences(house, 'x.ts', `\n${text}`), text).toEqual(['x.ts:2']);
  expect(occurrences(house, 'web/house-files.ts', '')).toEqual(['web/house-files.ts']);
  for (const text of ['lighthouse', 'household', 'LightHouses2'.toLowerCase()])
    expect(occurrences(house, 'x.ts', text), text).toEqual([]);
  for (const path of ['docs/x.md', 'a.ts']) expect(occurrences(house, path, 'house'), path).toEqual([]);
  expect(occurrences({ name: 'nameSays', use: '' }, 'functions/name-says.ts', 'nameSays')).toHaveLength(2);
  // A retired type name does not match the ordinary lower-case word.
  expect(occurrences({ name: 'Making', use: '' }, 'x.ts', 'making an album\nMakingOf')).toEqual(['x.ts:2']);
});
