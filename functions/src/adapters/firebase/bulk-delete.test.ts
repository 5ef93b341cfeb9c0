import { expect, test } from 'vitest';
import { bulkDelete } from './bulk-delete.ts';

// The emulator has no holds; the service refuses to delete a held object.
function heldBucket(names: string[]) {
  const held = new Set(names);
  const left = new Set(names);
  const file = (name: string) => ({
    setMetadata: ({ temporaryHold }: { temporaryHold: boolean }) => {
      if (!temporaryHold) held.delete(name);
      return Promise.resolve();
    },
    delete: () => {
      if (held.has(name)) return Promise.reject(new Error('held'));
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

test('releases the hold of originals before deleting them, up to the limit, and only below the prefix', async () => {
  const names = Array.from({ length: 50 }, (_, i) => `originals/a/${i}`);
  const { left, bucket } = heldBucket([...names, 'originals/b/0']);
  const removal = bulkDelete({} as never, bucket as never, {} as never);
  expect(await removal.originals('originals/a/', 30)).toBe(30);
  expect(await removal.originals('originals/a/', 30)).toBe(20);
  expect(await removal.originals('originals/a/', 30)).toBe(0);
  expect([...left]).toEqual(['originals/b/0']);
});
