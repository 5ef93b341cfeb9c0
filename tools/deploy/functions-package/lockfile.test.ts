import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../emulators/root.ts';
import { cutLockfile, type Lockfile, type OwnManifest } from './lockfile.ts';

const lockOf = (packages: Lockfile['packages']): Lockfile => ({
  name: 'r',
  version: '1.0.0',
  lockfileVersion: 3,
  requires: true,
  packages,
});

test('keeps what the workspace needs, nested versions included, and nothing else', () => {
  const lock = lockOf({
    '': { workspaces: ['f'] },
    'node_modules/a': {
      dependencies: { b: '2' },
      peerDependencies: { p: '1', q: '1' },
      peerDependenciesMeta: { q: { optional: true } },
    },
    'node_modules/a/node_modules/b': { version: '2', dependencies: { c: '1' } },
    'node_modules/b': { version: '1' },
    'node_modules/c': { optionalDependencies: { d: '1', absent: '1' } },
    'node_modules/d': { os: ['darwin'] },
    'node_modules/p': {},
    'node_modules/q': {},
    'node_modules/only-for-tests': { dev: true },
  });
  const manifest = { name: 'f', version: '0.1.0', dependencies: { a: '1' } };
  const cut = cutLockfile(lock, 'f', manifest);
  expect(cut.packages['']).toEqual(manifest);
  expect(Object.keys(cut.packages)).toEqual([
    '',
    ...['a', 'a/node_modules/b', 'c', 'd', 'p'].map((folder) => `node_modules/${folder}`),
  ]);
});

test('throws for a dependency that is not locked and for versions of the workspace itself', () => {
  const manifest = { name: 'f', version: '0.1.0', dependencies: { a: '1' } };
  expect(() => cutLockfile(lockOf({}), 'f', manifest)).toThrow('a of f is not locked');
  expect(() => cutLockfile(lockOf({ 'f/node_modules/a': {} }), 'f', manifest)).toThrow('f/node_modules/a');
});

test("the functions' own lockfile has sharp for the service, and no development tool", () => {
  const read = (...path: string[]) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8')) as unknown;
  const manifest = read('functions', 'package.json') as OwnManifest;
  const { packages } = cutLockfile(read('package-lock.json') as Lockfile, 'functions', manifest);
  expect(packages).toHaveProperty(['node_modules/@img/sharp-linux-x64', 'optional'], true);
  expect(packages).toHaveProperty(['node_modules/firebase-functions', 'version']);
  expect(
    Object.keys(packages).filter((folder) => /node_modules\/(vitest|esbuild|firebase-tools|typescript)$/.test(folder)),
  ).toEqual([]);
  expect(Object.values(packages).filter(({ dev, link }) => dev === true || link === true)).toEqual([]);
});
