import { expect, test, vi } from 'vitest';
import type { EntryRow } from '@maru/model/album-index/order';
import type { ItemId } from '@maru/model/ids';
import { StackSearch } from './stack-search.svelte.ts';

const photo = (id: string, phash: string): EntryRow => [
  id as ItemId,
  { kind: 'photo', ratio: 1.5, phash } as EntryRow[1],
];
const [sea, hill] = ['0123456789abcdef', 'fedcba9876543210'];
const sheets = [
  [photo('sea', sea), photo('hill', hill)],
  [photo('sea copy', sea), photo('hill copy', hill)],
];
async function* rows() {
  for (const sheet of sheets) yield await Promise.resolve(sheet);
}
const album = { current: () => Promise.resolve({ count: 4, rows }) };
const idsOf = ({ stacks }: StackSearch) => stacks?.map((stack) => stack.map(([id]) => id).join());

test('copies are found across sheets, and each stack waits for a decision', async () => {
  const search = new StackSearch();
  search.start(album);
  expect(search.stacks).toBeUndefined();
  await vi.waitFor(() => expect(idsOf(search)).toEqual(['sea,sea copy', 'hill,hill copy']));
  expect(search.progress).toBe(1);
  const [first, second] = search.stacks ?? [];
  if (!first || !second) throw new Error('too few');
  search.postpone(first);
  search.decide(second);
  expect([search.stacks, search.postponed, search.hasDecided]).toEqual([[], 1, true]);
  search.reopen(second);
  search.resume();
  expect(search.stacks).toEqual([first, second]);
});

test('a search that was stopped finds nothing', async () => {
  const search = new StackSearch();
  search.start(album)();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(search.stacks).toBeUndefined();
});
