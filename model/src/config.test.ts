import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { BadDocument } from './schema.ts';

const real = {
  firebase: { apiKey: 'k', authDomain: 'maru.firebaseapp.com', projectId: 'maru', appId: '1:1:web:1' },
  buckets: { originals: 'maru-originals', renditions: 'maru-renditions' },
  region: 'asia-northeast3',
  storageHost: 'https://firebasestorage.googleapis.com',
};
const local = {
  ...real,
  emulators: {
    auth: 1,
    firestore: 2,
    storage: 3,
    people: [{ name: '엄마', address: 'mum@maru.example', part: 'viewer' }],
  },
};

test('comes back as it was', () => {
  expect(readConfig(real)).toEqual(real);
  expect(readConfig(local)).toEqual(local);
  expect(readConfig({ ...real, emulators: null })).toEqual(real);
});

test('takes over nothing that it does not know', () => {
  expect(readConfig({ ...real, secret: 'x', firebase: { ...real.firebase, more: 'y' } })).toEqual(real);
});

test.each<[string, object]>([
  ['no firebase', { firebase: undefined }],
  ...Object.keys(real.firebase).map((key): [string, object] => [
    `no ${key}`,
    { firebase: { ...real.firebase, [key]: undefined } },
  ]),
  ['one bucket only', { buckets: { originals: 'a' } }],
  ['no originals', { buckets: { renditions: 'a' } }],
  ['no region', { region: undefined }],
  ['no host', { storageHost: 1 }],
  ['emulators without ports', { emulators: {} }],
  ['emulators with a port in words', { emulators: { ...local.emulators, auth: '1' } }],
  ['emulators without people', { emulators: { ...local.emulators, people: undefined } }],
  ['a person without an address', { emulators: { ...local.emulators, people: [{ name: 'x', part: 'owner' }] } }],
])('is refused with %s', (_, change) => {
  expect(() => readConfig({ ...local, ...change })).toThrow(BadDocument);
});
