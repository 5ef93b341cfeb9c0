import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { METHODS, NAMESPACES } from './library/catalogue.ts';
import { ENTRIES } from './cases/all.ts';
import { GLOBAL_NAMES } from './check/expression.ts';
import { README, withTables } from './readme.ts';
import { AUTH_FIELDS, REQUEST_FIELDS, RESOURCE_FIELDS } from './check/shapes.ts';
import { TYPE_NAMES } from './values/value.ts';

/** Removes the spaces that Prettier adds to tables. */
const plain = (text: string) => text.replace(/[ -]+\|/g, '|').replace(/\| +/g, '|');

test('the tables match the cases (generate them with node tools/storage-rules/readme.ts)', async () => {
  const text = await readFile(README, 'utf8');
  expect(plain(text)).toBe(plain(withTables(text)));
});

const entries = ENTRIES.map(({ group, name }) => `${group}: ${name.replace(/\(.*/, '')}`);
const GROUPS: Record<string, string> = {
  string: 'String',
  bytes: 'Bytes',
  list: 'List',
  set: 'Set',
  map: 'Map',
  map_diff: 'MapDiff',
  path: 'Path',
  timestamp: 'Timestamp',
  duration: 'Duration',
  latlng: 'LatLng',
};

test.each([
  ...TYPE_NAMES.map((name) => `Types: ${name}`),
  ...Object.entries(METHODS).flatMap(([type, methods]) =>
    Object.keys(methods).map((name) => `${GROUPS[type]}: ${name}`),
  ),
  ...Object.entries(NAMESPACES).flatMap(([space, functions]) =>
    Object.keys(functions).map((name) => `${space}: ${space}.${name}`),
  ),
  ...GLOBAL_NAMES.map((name) => `${name === 'debug' ? 'debug' : 'Conversions'}: ${name}`),
  ...REQUEST_FIELDS.map((name) => `request: request.${name}`),
  ...AUTH_FIELDS.filter((name) => name !== 'uid').map((name) => `request: request.auth.${name}`),
  ...RESOURCE_FIELDS.map((name) => `resource: resource.${name}`),
  'firestore: firestore.get',
  'firestore: firestore.exists',
])('has an entry for %s', (name) => {
  expect(entries).toContain(name);
});
