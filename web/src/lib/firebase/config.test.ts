import { expect, test } from 'vitest';
import { configFor } from './config.ts';

const service = {
  firebase: { apiKey: 'k', authDomain: 'p.firebaseapp.com', projectId: 'p', appId: '1:1:web:1' },
  buckets: { originals: 'p-originals', renditions: 'p-renditions' },
  region: 'asia-northeast3',
  storageHost: 'https://firebasestorage.googleapis.com',
};
const emulators = {
  ...service,
  storageHost: 'http://127.0.0.1:3',
  emulators: {
    auth: 1,
    firestore: 2,
    storage: 3,
    people: [{ name: '한지우', address: 'jiwoo@example.com', role: 'owner' }],
  },
};

test('accepts an emulator configuration only on loopback', () => {
  expect(configFor(service, 'p.firebaseapp.com').emulators).toBeUndefined();
  for (const host of ['localhost', '127.0.0.1', '[::1]']) expect(configFor(emulators, host).emulators?.auth).toBe(1);
  for (const host of ['p.web.app', 'localhost.evil.example', '10.0.0.1']) {
    expect(() => configFor(emulators, host)).toThrow(RangeError);
  }
});

test('rejects an invalid configuration, naming the field', () => {
  expect(() => configFor({ ...service, buckets: {} }, 'localhost')).toThrow('maru.json: buckets.originals');
  expect(() => configFor('<!doctype html>', 'localhost')).toThrow('maru.json');
});
