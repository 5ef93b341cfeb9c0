import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import type { ItemId, LibraryId, Uid } from '@maru/model/ids';
import type { PlayPosition, PlayPositions as Positions } from '@maru/model/library/play-positions';
import { Unreachable } from '@maru/model/api/unreachable';
import type { Cloud, ItemChanges, Watcher } from '../firebase/cloud.ts';
import { fakeStore } from './album-index/album-index.fake.ts';
import { PlayPositions } from './play-positions.svelte.ts';

const [me, library] = ['me' as Uid, 'l'.repeat(20) as LibraryId];
const tape = 'tape' as ItemId;

/** Positions that an effect reads, on a server that has `known`; every write fails with `error`. */
function setup(
  known: Positions,
  { store = fakeStore(), error }: { store?: ReturnType<typeof fakeStore>; error?: Error } = {},
) {
  const writes: ItemChanges<PlayPosition>[] = [];
  const cloud = {
    watchPlayPositions: (_uid: Uid, _library: LibraryId, watcher: Watcher<Positions>) => {
      watcher.next(known);
      return () => undefined;
    },
    writePlayPositions: (_uid: Uid, _library: LibraryId, changes: ItemChanges<PlayPosition>) => {
      writes.push(changes);
      return error ? Promise.reject(error) : Promise.resolve();
    },
  } as unknown as Cloud;
  const positions = new PlayPositions(cloud, store, me, library);
  const stop = $effect.root(() => {
    $effect(() => void positions.of(tape));
  });
  flushSync();
  return { positions, writes, store, stop };
}

test('saves a position, and nothing where nothing was begun', async () => {
  const { positions, writes, stop } = setup({});
  await positions.save(tape, undefined);
  expect(writes).toEqual([]);
  const saved = positions.save(tape, 612.345);
  expect(positions.of(tape)).toBe(612.3);
  await saved;
  expect(writes).toEqual([{ [tape]: { at: 612.3, changed: expect.any(Number) as number } }]);
  stop();
});

test('removes what was played to its end, and the oldest beyond 200', async () => {
  const known = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`tape${String(n)}`, { at: 9, changed: n }]));
  const { positions, writes, stop } = setup(known);
  await positions.save('tape7' as ItemId, undefined);
  expect(writes.at(-1)).toEqual({ tape7: null });
  await positions.save(tape, 30);
  expect(Object.keys(writes.at(-1) ?? {}).sort()).toEqual(['tape', 'tape0']);
  expect(writes.at(-1)).toMatchObject({ tape0: null });
  stop();
});

test('a position that could not be sent is kept on the device, and sent at the next start', async () => {
  const offline = setup({}, { error: new Unreachable() });
  await offline.positions.save(tape, 45);
  expect(offline.positions.of(tape)).toBe(45);
  offline.stop();
  const next = setup({}, { store: offline.store });
  await next.positions.resume();
  expect(next.writes).toMatchObject([{ [tape]: { at: 45 } }]);
  next.stop();
});
