import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findChromium, provideChromium } from './chromium.js';
import { folder, programs } from './fake-programs.js';

const good = 'echo "Chromium 150.0"';

test('$CHROME_PATH comes before PATH; what says another name is passed over', () => {
  const [own, path] = [programs({ mine: good }), programs({ chromium: 'echo Firefox' })];
  const env = { MARU_CACHE: folder() };
  expect(findChromium({ ...env, PATH: path, CHROME_PATH: join(own, 'mine') })).toBe(join(own, 'mine'));
  expect(findChromium({ ...env, PATH: path })).toBeUndefined();
  expect(findChromium({ ...env, PATH: programs({ 'google-chrome': 'echo "Google Chrome 150"' }) })).toMatch(
    /google-chrome$/,
  );
});

test('a wrong $CHROME_PATH is an error that names it', () => {
  expect(() => findChromium({ CHROME_PATH: '/nowhere', PATH: '' })).toThrow('$CHROME_PATH');
});

test('where none can be had, one sentence names the ways', async () => {
  const node = join(programs({ node: 'exit 1' }), 'node');
  const env = { MARU_CACHE: folder(), PATH: programs({}) };
  await expect(provideChromium(node, env)).rejects.toThrow(/\$CHROME_PATH.*Debian/);
});
