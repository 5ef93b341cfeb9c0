import { readdir, readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { folder, programs } from '../bootstrap/fake-programs.js';
import { secretStore } from './secret-store.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Puts shell scripts first in PATH and returns their folder. */
function install(scripts: Record<string, string>): string {
  const bin = programs(scripts);
  vi.stubEnv('PATH', [bin, process.env['PATH'] ?? ''].join(delimiter));
  return bin;
}

/** A store with settings of its own; `files` are those in them. */
function world(platform: NodeJS.Platform = 'linux') {
  const settings = folder('settings');
  const store = secretStore('import-our-home', platform, { XDG_CONFIG_HOME: settings });
  return { store, maru: join(settings, 'maru'), files: () => readdir(join(settings, 'maru')) };
}

test('without a keyring, stores the secret in a file that only its user can read', async () => {
  install({ 'secret-tool': 'exit 1' });
  const { store, maru, files } = world();
  expect(await store.get()).toBeUndefined();
  const place = await store.set('one');
  expect(await store.set('two')).toBe(place);
  expect(await store.get()).toBe('two');
  expect((await stat(place)).mode & 0o777).toBe(0o600);
  expect((await stat(maru)).mode & 0o777).toBe(0o700);
  expect(await files()).toEqual(['import-our-home']);
  await store.remove();
  expect(await files()).toEqual([]);
  await store.remove();
});

/** Programs with a keyring of one secret, in a file beside them, which record their arguments. */
const KEYRINGS = {
  linux: {
    'secret-tool': `cd "$(dirname "$0")"; echo "$*" >> arguments
case $1 in store) cat > secret;; lookup) cat secret;; clear) rm -f secret;; esac`,
  },
  darwin: {
    security: `cd "$(dirname "$0")"; echo "$*" >> arguments
case $1 in -i) sed 's/.*-w //' > secret;; find-generic-password) cat secret;; delete-generic-password) rm -f secret;; esac`,
  },
} as const;

test.each(['linux', 'darwin'] as const)('with a keyring on %s, stores nothing in a file', async (platform) => {
  install({ 'secret-tool': 'exit 1', security: 'exit 1' });
  const { store, files } = world(platform);
  await store.set('old');
  const bin = install(KEYRINGS[platform]);
  expect(await store.get()).toBe('old');
  expect(await store.set('c2VjcmV0')).toMatch(/keychain|keyring/i);
  expect(await store.get()).toBe('c2VjcmV0');
  expect(await files()).toEqual([]);
  await store.remove();
  expect(await store.get()).toBeUndefined();
  expect(await readFile(join(bin, 'arguments'), 'utf8')).not.toContain('c2VjcmV0');
});

test('a keyring that only claims to store is not trusted', async () => {
  install({ 'secret-tool': 'case $1 in lookup) exit 1;; esac' });
  const { store, files } = world();
  await store.set('one');
  expect(await files()).toHaveLength(1);
  expect(await store.get()).toBe('one');
});
