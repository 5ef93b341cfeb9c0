import { expect, test } from 'vitest';
import { configFor } from './config.ts';

const service = {
  firebase: { apiKey: 'k', authDomain: 'p.firebaseapp.com', projectId: 'p', appId: '1:1:web:1' },
  buckets: { originals: 'p-originals', renditions: 'p-renditions' },
  region: 'asia-northeast3',
  storageHost: 'https://firebasestorage.googleapis.com',
};
const engine = {
  ...service,
  storageHost: 'http://127.0.0.1:3',
  engine: {
    auth: 1,
    firestore: 2,
    storage: 3,
    people: [{ name: '한지우', address: 'jiwoo@example.com', part: 'owner' }],
  },
};

test('the service is taken anywhere, the local engine on loopback only', () => {
  expect(configFor(service, 'p.firebaseapp.com').engine).toBeUndefined();
  for (const host of ['localhost', '127.0.0.1', '[::1]']) expect(configFor(engine, host).engine?.auth).toBe(1);
  for (const host of ['p.web.app', 'localhost.evil.example', '10.0.0.1']) {
    expect(() => configFor(engine, host)).toThrow(RangeError);
  }
});

test('what is no configuration is refused by name', () => {
  expect(() => configFor({ ...service, buckets: {} }, 'localhost')).toThrow('maru.json.buckets: originals');
  expect(() => configFor('<!doctype html>', 'localhost')).toThrow('maru.json');
});
