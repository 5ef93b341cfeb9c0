import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { BadDocument } from './schema.ts';

const production = {
  firebase: { apiKey: 'k', authDomain: 'maru.firebaseapp.com', projectId: 'maru', appId: '1:1:web:1' },
  buckets: { originals: 'maru-originals', renditions: 'maru-renditions' },
  region: 'asia-northeast3',
  storageHost: 'https://firebasestorage.googleapis.com',
};
const emulated = {
  ...production,
  emulators: {
    auth: 1,
    firestore: 2,
    storage: 3,
    people: [{ name: '엄마', address: 'mum@maru.example', role: 'viewer' }],
  },
};

test('readConfig accepts configurations with and without emulators and App Check', () => {
  expect(readConfig(production)).toEqual(production);
  const checked = { ...production, appCheck: { siteKey: '6Lc' } };
  expect(readConfig(checked)).toEqual(checked);
  expect(readConfig(emulated)).toEqual(emulated);
  expect(readConfig({ ...production, emulators: null })).toEqual(production);
});

test('readConfig drops unknown fields', () => {
  expect(readConfig({ ...production, secret: 'x', firebase: { ...production.firebase, more: 'y' } })).toEqual(
    production,
  );
});

test.each<[string, object]>([
  ['no firebase', { firebase: undefined }],
  ...Object.keys(production.firebase).map((key): [string, object] => [
    `no ${key}`,
    { firebase: { ...production.firebase, [key]: undefined } },
  ]),
  ['one bucket only', { buckets: { originals: 'a' } }],
  ['no originals', { buckets: { renditions: 'a' } }],
  ['no region', { region: undefined }],
  ['an invalid host', { storageHost: 1 }],
  ['App Check without a site key', { appCheck: {} }],
  ['emulators without ports', { emulators: {} }],
  ['emulators with a port as text', { emulators: { ...emulated.emulators, auth: '1' } }],
  ['emulators without people', { emulators: { ...emulated.emulators, people: undefined } }],
  ['a person without an address', { emulators: { ...emulated.emulators, people: [{ name: 'x', role: 'owner' }] } }],
])('readConfig rejects a configuration with %s', (_, change) => {
  expect(() => readConfig({ ...emulated, ...change })).toThrow(BadDocument);
});
