import { afterEach, expect, test, vi } from 'vitest';
import type { Uid } from '@maru/model/ids';
import { deleteOtherStores } from './offline-store.ts';

const deleted: string[] = [];
// Test files share their modules, which are loaded again here with the mock.
vi.hoisted(() => vi.resetModules());
vi.mock('idb', () => ({ deleteDB: (name: string) => Promise.resolve(void deleted.push(name)) }));

afterEach(() => {
  deleted.length = 0;
  vi.unstubAllGlobals();
});

const stubDatabases = (databases: () => Promise<{ name?: string }[]>): void => {
  vi.stubGlobal('indexedDB', { databases });
};

test('deletes the stores of others and no other database', async () => {
  const names = ['maru-father', 'maru-mother', 'firebaseLocalStorageDb', 'else-maru-father'];
  stubDatabases(() => Promise.resolve([...names.map((name) => ({ name })), {}]));
  await deleteOtherStores('mother' as Uid);
  expect(deleted).toEqual(['maru-father']);
});

test('deletes nothing if the browser cannot list databases', async () => {
  stubDatabases(() => Promise.reject(new Error('a private window')));
  await deleteOtherStores('mother' as Uid);
  vi.stubGlobal('indexedDB', {});
  await deleteOtherStores('mother' as Uid);
  expect(deleted).toEqual([]);
});
