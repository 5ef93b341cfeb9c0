import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, trackedFiles } from './tracked-files.ts';

const LIB = 'web/src/lib/';

/** The components that none of the sources imports. */
const missing = (components: readonly string[], sources: readonly string[]): string[] =>
  components.filter((path) => !sources.some((source) => source.includes(`'#lib/${path.slice(LIB.length)}'`)));

test('every component of lib/ui is a specimen of the design page', () => {
  const svelte = trackedFiles().filter((path) => path.endsWith('.svelte'));
  const specimens = svelte.filter((path) => path.startsWith('web/design/specimens/'));
  const sources = specimens.map((path) => readFileSync(join(ROOT, path), 'utf8'));
  expect(specimens.length).toBeGreaterThan(0);
  expect(
    missing(
      svelte.filter((path) => path.startsWith(`${LIB}ui/`)),
      sources,
    ),
  ).toEqual([]);
});

test('finds one that is missing', () => {
  const sources = ["import Button from '#lib/ui/Button.svelte';"];
  expect(missing([`${LIB}ui/Button.svelte`, `${LIB}ui/forms/Switch.svelte`], sources)).toEqual([
    `${LIB}ui/forms/Switch.svelte`,
  ]);
});
