import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findHidane, hasJava, hasRust, HIDANE_VERSION, isAtLeast, provideHidane } from './hidane.js';
import { folder, programs } from './fake-programs.js';

const good = `echo "hidane ${HIDANE_VERSION}"`;
const base = () => ({ MARU_CACHE: folder('cache'), HOME: folder('home') });

test('prefers $HIDANE over PATH, and PATH over the cache', () => {
  const [named, path] = [programs({ hidane: good }), programs({ hidane: good })];
  const env = base();
  const cached = join(env.MARU_CACHE, `hidane-${HIDANE_VERSION}`, 'bin');
  mkdirSync(cached, { recursive: true });
  writeFileSync(join(cached, 'hidane'), `#!/bin/sh\n${good}\n`);
  chmodSync(join(cached, 'hidane'), 0o755);
  expect(findHidane({ ...env, HIDANE: join(named, 'hidane'), PATH: path })).toBe(join(named, 'hidane'));
  expect(findHidane({ ...env, PATH: path })).toBe(join(path, 'hidane'));
  expect(findHidane({ ...env, PATH: '' })).toBe(join(cached, 'hidane'));
});

test('skips another version on PATH, and throws for a wrong $HIDANE', () => {
  const old = programs({ hidane: 'echo "hidane 0.5.0"' });
  expect(findHidane({ ...base(), PATH: old })).toBeUndefined();
  expect(() => findHidane({ ...base(), PATH: '', HIDANE: join(old, 'hidane') })).toThrow('$HIDANE');
});

test('requires Rust 1.88 with cargo and a linker', () => {
  expect(isAtLeast('rustc 1.88.0 (abc 2026)', [1, 88])).toBe(true);
  expect(isAtLeast('rustc 1.87.9', [1, 88])).toBe(false);
  expect(isAtLeast('rustc 2.0.0', [1, 88])).toBe(true);
  expect(isAtLeast(undefined, [1, 88])).toBe(false);
  const whole = { rustc: 'echo "rustc 1.96.0"', cargo: 'exit 0', cc: 'exit 0' };
  expect(hasRust({ PATH: programs(whole) })).toBe(true);
  expect(hasRust({ PATH: programs({ ...whole, rustc: 'echo "rustc 1.63.0"' }) })).toBe(false);
  expect(hasRust({ PATH: programs({ rustc: whole.rustc, cargo: whole.cargo }) })).toBe(false);
  expect(hasRust({ PATH: programs({ rustc: whole.rustc, cc: whole.cc }) })).toBe(false);
});

test('requires Java 21', () => {
  const java = (/** @type {string} */ version) => ({
    PATH: programs({ java: `echo 'openjdk version "${version}"' >&2` }),
  });
  expect(hasJava(java('21.0.2'))).toBe(true);
  expect(hasJava(java('17.0.15'))).toBe(false);
  expect(hasJava({ PATH: programs({}) })).toBe(false);
});

test('without any way to get hidane, one sentence lists the options', async () => {
  const npm = join(folder('npm'), 'npm-cli.js');
  writeFileSync(npm, 'process.exit(1)');
  const nothing = provideHidane({ ...base(), PATH: programs({}), npm_execpath: npm });
  await expect(nothing).rejects.toThrow(/\$HIDANE.*Rust 1\.88.*Java 21.*Debian/);
});
