import { expect, test } from 'vitest';
import { wholeRemoval } from './bulk-delete.ts';

// What no emulator can show: the service refuses to delete what is held.
function heldBucket(names: string[]) {
  const held = new Set(names);
  const left = new Set(names);
  const file = (name: string) => ({
    setMetadata: ({ temporaryHold }: { temporaryHold: boolean }) => {
      if (!temporaryHold) held.delete(name);
      return Promise.resolve();
    },
    delete: () => {
      if (held.has(name)) return Promise.reject(new Error('it is held'));
      left.delete(name);
      return Promise.resolve();
    },
  });
  const getFiles = ({ prefix, maxResults }: { prefix: string; maxResults: number }) =>
    Promise.resolve([
      [...left]
        .filter((name) => name.startsWith(prefix))
        .slice(0, maxResults)
        .map(file),
    ]);
  return { left, bucket: { getFiles } };
}

test('originals are let go before they are removed, so many at a time, and no others', async () => {
  const names = Array.from({ length: 50 }, (_, i) => `originals/a/${i}`);
  const { left, bucket } = heldBucket([...names, 'originals/b/0']);
  const removal = wholeRemoval({} as never, bucket as never, {} as never, false);
  expect(await removal.originals('originals/a/', 30)).toBe(30);
  expect(await removal.originals('originals/a/', 30)).toBe(20);
  expect(await removal.originals('originals/a/', 30)).toBe(0);
  expect([...left]).toEqual(['originals/b/0']);
});
