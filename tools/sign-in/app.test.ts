import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { appOf, originOf } from './app.ts';
import { browserCommand } from './browser.ts';

test('the app of a project is at Firebase Hosting, or at the address named', () => {
  expect(originOf('our-home')).toBe('https://our-home.web.app');
  expect(originOf('our-home', 'https://photos.example.com/')).toBe('https://photos.example.com');
  expect(originOf('our-home', 'http://localhost:4800')).toBe('http://localhost:4800');
});

test.each([
  'photos.example.com',
  'http://photos.example.com',
  'https://photos.example.com/a',
  'https://a@b.example',
  'file:///',
])('refuses the address %s', (site) => {
  expect(() => originOf('our-home', site)).toThrow('bad-site');
});

const config = {
  firebase: { apiKey: 'k', authDomain: 'a', projectId: 'our-home', appId: '1:1:web:a' },
  ...{
    buckets: { originals: 'o', renditions: 'r' },
    region: 'asia-northeast3',
    storageHost: 'https://storage.example',
  },
};

/** Serves a text as /maru.json. */
async function serving<T>(text: string, use: (site: string) => Promise<T>): Promise<T> {
  const server = createServer((_, response) => response.end(text)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  try {
    return await use(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  } finally {
    server.close();
  }
}

test('reads the configuration, and refuses another project, another site and none', async () => {
  await serving(JSON.stringify(config), async (site) => {
    expect(await appOf('our-home', site)).toEqual({ url: site, config });
    await expect(appOf('other-home', site)).rejects.toMatchObject({ problem: 'other-project', detail: 'our-home' });
  });
  await serving('<!doctype html>', async (site) => {
    await expect(appOf('our-home', site)).rejects.toMatchObject({ problem: 'not-maru' });
  });
  const closed = await serving('', (site) => Promise.resolve(site));
  await expect(appOf('our-home', closed)).rejects.toMatchObject({ problem: 'unreachable' });
});

test('opens the browser where there is a screen', () => {
  const url = 'https://maru.example/#a=1&b=2';
  expect(browserCommand(url, 'linux', { DISPLAY: ':0' })).toEqual(['xdg-open', url]);
  expect(browserCommand(url, 'darwin', {})).toEqual(['open', url]);
  expect(browserCommand(url, 'win32', {})?.at(-1)).toBe(url);
  expect(browserCommand(url, 'linux', {})).toBeUndefined();
  expect(browserCommand(url, 'darwin', { SSH_CONNECTION: 'x' })).toBeUndefined();
  expect(browserCommand(url, 'darwin', { BROWSER: 'none' })).toBeUndefined();
});
