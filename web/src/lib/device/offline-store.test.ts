import { afterEach, expect, test, vi } from 'vitest';
import type { Uid } from '@maru/model/ids';
import { forgetOthers } from './offline-store.ts';

const deleted: string[] = [];
vi.mock('idb', () => ({ deleteDB: (name: string) => Promise.resolve(void deleted.push(name)) }));

afterEach(() => {
  deleted.length = 0;
  vi.unstubAllGlobals();
});

const holding = (databases: () => Promise<{ name?: string }[]>): void => {
  vi.stubGlobal('indexedDB', { databases });
};

test('what was kept of others goes when somebody comes, and nothing else', async () => {
  const names = ['maru-father', 'maru-mother', 'firebaseLocalStorageDb', 'else-maru-father'];
  holding(() => Promise.resolve([...names.map((name) => ({ name })), {}]));
  await forgetOthers('mother' as Uid);
  expect(deleted).toEqual(['maru-father']);
});

test('a browser that does not tell its databases is left alone', async () => {
  holding(() => Promise.reject(new Error('a private window')));
  await forgetOthers('mother' as Uid);
  vi.stubGlobal('indexedDB', {});
  await forgetOthers('mother' as Uid);
  expect(deleted).toEqual([]);
});
