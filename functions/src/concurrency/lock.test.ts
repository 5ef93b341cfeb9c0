import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { isLocked, withLock } from './lock.ts';

test('an extension in flight does not take a released lock again', async () => {
  const path = 'locks/one';
  const store = fakeDocuments(new Map([[path, { holder: 'me', until: new Date(5000) }]]));
  let extend = (): void => undefined;
  const clock = {
    now: () => 1000,
    sleep: () => Promise.resolve(),
    every: (_ms: number, callback: () => void) => {
      extend = callback;
      return () => undefined;
    },
  };
  const lock = { path, holder: 'me', until: 5000, termMs: 3000 };
  await expect(withLock({ store, clock }, lock, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  extend();
  // Transactions run one at a time: this one waits for the extension.
  await store.transact(() => Promise.resolve());
  expect(await isLocked(store, path, 1000)).toBe(false);
});
