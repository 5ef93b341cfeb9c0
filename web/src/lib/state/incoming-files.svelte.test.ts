import { expect, test } from 'vitest';
import type { Incoming, IncomingStore, KeepProblem } from '../device/incoming/incoming-store.ts';
import { IncomingFiles } from './incoming-files.svelte.ts';

const one = (id: string, count: number): Incoming => ({
  ...{ id, at: 0, refused: [] },
  files: Array.from({ length: count }, () => new File(['1'], 'a.jpg')),
});

async function setup(problem?: KeepProblem) {
  const stored = new Map([one('later', 2), one('earlier', 1)].map((incoming) => [incoming.id, incoming]));
  const store: IncomingStore = {
    keep: (incoming) => {
      if (problem === undefined) stored.set(incoming.id, incoming);
      return Promise.resolve(problem);
    },
    list: () => Promise.resolve([...stored.values()]),
    remove: (id) => Promise.resolve(void stored.delete(id)),
    clear: () => {
      stored.clear();
      return Promise.resolve();
    },
  };
  const incoming = new IncomingFiles(store);
  expect([incoming.waiting, incoming.count]).toEqual([undefined, 0]);
  await incoming.load();
  const [first] = incoming.waiting ?? [];
  if (!first) throw new Error('nothing waits');
  return { stored, incoming, first };
}

test('files are asked for once, and deleted only when their uploads have them', async () => {
  const { stored, incoming, first } = await setup();
  expect(incoming.count).toBe(3);
  let keep = (): void => undefined;
  const taken = incoming.take(first, new Promise<void>((resolve) => (keep = resolve)));
  await incoming.load();
  expect(incoming.waiting?.map(({ id }) => id)).toEqual(['earlier']);
  // A reload now would ask again.
  expect([...stored.keys()]).toEqual(['later', 'earlier']);
  keep();
  await taken;
  expect([...stored.keys()]).toEqual(['earlier']);
});

test('files that were given up can be brought back', async () => {
  const { stored, incoming, first } = await setup();
  const undo = await incoming.discard(first);
  expect([incoming.count, stored.size]).toEqual([1, 1]);
  await undo();
  expect([incoming.count, stored.size]).toEqual([3, 2]);
});

test('says when files that were given up cannot be kept again', async () => {
  const { incoming, first } = await setup('no-space');
  const undo = await incoming.discard(first);
  await expect(undo()).rejects.toThrow('no-space');
});
