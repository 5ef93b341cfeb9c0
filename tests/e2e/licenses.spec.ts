import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { useEmulators } from '../harness.ts';

const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../../web/package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

test('licenses.txt lists the licence of every package shipped to the browser: page, web worker and service worker', async ({
  request,
}) => {
  const response = await request.get(`${useEmulators().urls.app}/licenses.txt`);
  expect(response.headers()['content-type']).toMatch(/^text\/plain/);
  const entries = new Map(
    (await response.text()).split(/^-{80}$/m).map((entry) => {
      const [, name = '', license = ''] = /^\s*(\S+) \S+ \((\S+)\)$/m.exec(entry) ?? [];
      return [name, { license, length: entry.length }];
    }),
  );
  for (const name of [...Object.keys(dependencies), 'svelte', '@firebase/firestore', 'workbox-precaching'])
    expect(entries.get(name)?.length, name).toBeGreaterThan(500);
  for (const [name, { license }] of entries)
    expect(license, name).toMatch(/^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause)$/);
  // Build and test dependencies do not ship.
  for (const name of ['vite', 'sharp', 'happy-dom']) expect(entries.has(name), name).toBe(false);
});
