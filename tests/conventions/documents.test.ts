import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKS } from '../../tools/deploy/verify/checks/checks.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const decisions = readdirSync(join(ROOT, 'docs/decisions')).map((name) => `docs/decisions/${name}`);

/** Returns the repository paths in backticks, without placeholders (`tests/…`, `.env.PROJECT`). */
const named = (text: string): string[] =>
  [...text.matchAll(/`((?:model|functions|web|tools|tests|docs)\/[\w./[\]+-]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('PROJECT'));

test.each([
  'README.md',
  'ARCHITECTURE.md',
  'docs/requirements.md',
  'docs/emulators.md',
  'docs/security.md',
  ...decisions,
])('every path in %s exists', (file) => {
  expect(named(read(file)).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('every requirement names the test that shows it or says that it is not built yet', () => {
  const rows = [...read('docs/requirements.md').matchAll(/^\| (\d+) +\|[^|]+\| ([^|]+)\|$/gm)];
  expect(rows.map(([, n]) => Number(n))).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
  for (const [line, , shown = ''] of rows) expect(shown, line).toMatch(/tests\/|\.test\.ts|not built yet/);
});

test('every dependency has a row with its reason', () => {
  const table = read('docs/decisions/libraries.md');
  const names = ['.', 'functions', 'web', 'tools', 'tests'].flatMap((workspace) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(join(workspace, 'package.json'))) as Partial<
      Record<'dependencies' | 'devDependencies', Record<string, string>>
    >;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const rows = new Set([...table.matchAll(/^\| ([^|]+?) +\|/gm)].flatMap(([, cell = '']) => cell.split(', ')));
  expect([...new Set(names)].filter((name) => !name.startsWith('@maru/') && !rows.has(name))).toEqual([]);
});

test('every difference between the emulators and the service has a check of the same number', () => {
  const [, section = ''] = read('docs/emulators.md').split('## Differences from the service');
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| +(\d+) \|/gm)].map(([, n]) => Number(n));
  expect(rows).toEqual(Array.from({ length: rows.length }, (_, i) => i + 1));
  expect(rows.length).toBeGreaterThan(20);
  // Checks of what both have in common follow.
  expect(CHECKS.map(({ number }) => number)).toEqual(CHECKS.map((_, i) => i + 1));
  expect(CHECKS.length).toBeGreaterThan(rows.length);
});
