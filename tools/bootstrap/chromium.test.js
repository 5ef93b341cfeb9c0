import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findChromium, provideChromium } from './chromium.js';
import { folder, programs } from './fake-programs.js';

const good = 'echo "Chromium 150.0"';

test('prefers $CHROME_PATH over PATH and skips other browsers', () => {
  const [own, path] = [programs({ mine: good }), programs({ chromium: 'echo Firefox' })];
  const env = { MARU_CACHE: folder() };
  expect(findChromium({ ...env, PATH: path, CHROME_PATH: join(own, 'mine') })).toBe(join(own, 'mine'));
  expect(findChromium({ ...env, PATH: path })).toBeUndefined();
  expect(findChromium({ ...env, PATH: programs({ 'google-chrome': 'echo "Google Chrome 150"' }) })).toMatch(
    /google-chrome$/,
  );
});

test('finds the headless shell first where it is preferred', () => {
  const PATH = programs({ chromium: good, 'chromium-headless-shell': good });
  const env = { MARU_CACHE: folder(), PATH };
  expect(findChromium(env)).toBe(join(PATH, 'chromium'));
  expect(findChromium(env, true)).toBe(join(PATH, 'chromium-headless-shell'));
  expect(findChromium({ ...env, PATH: programs({ chromium: good }) }, true)).toMatch(/chromium$/);
});

test('throws for a wrong $CHROME_PATH', () => {
  expect(() => findChromium({ CHROME_PATH: '/nowhere', PATH: '' })).toThrow('$CHROME_PATH');
});

test('without any Chromium, one sentence lists the options', async () => {
  const node = join(programs({ node: 'exit 1' }), 'node');
  const env = { MARU_CACHE: folder(), PATH: programs({}) };
  await expect(provideChromium(node, env)).rejects.toThrow(/\$CHROME_PATH.*Debian/);
});
