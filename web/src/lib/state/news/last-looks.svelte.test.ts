import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { Unreachable } from '@maru/model/api/unreachable';
import type { AlbumId, LibraryId, Uid } from '@maru/model/ids';
import type { Look, Looks } from '@maru/model/news/looks';
import type { Cloud, ItemChanges, Watcher } from '../../firebase/cloud.ts';
import { fakeStore } from '../album-index/album-index.fake.ts';
import { LastLooks } from './last-looks.svelte.ts';

const [me, library] = ['me' as Uid, 'l'.repeat(20) as LibraryId];
const album = 'a'.repeat(20) as AlbumId;

/** Looks that an effect reads, on a server that has `known`; every write fails with `error`. */
function setup(
  known: Looks,
  { store = fakeStore(), error }: { store?: ReturnType<typeof fakeStore>; error?: Error } = {},
) {
  const writes: ItemChanges<Look, AlbumId>[] = [];
  const cloud = {
    watchLooks: (_uid: Uid, _library: LibraryId, watcher: Watcher<Looks>) => {
      watcher.next(known);
      return () => undefined;
    },
    writeLooks: (_uid: Uid, _library: LibraryId, changes: ItemChanges<Look, AlbumId>) => {
      writes.push(changes);
      return error ? Promise.reject(error) : Promise.resolve();
    },
  } as unknown as Cloud;
  const looks = new LastLooks(cloud, store, me, library);
  const stop = $effect.root(() => {
    $effect(() => expect(looks.looks).toBeDefined());
  });
  flushSync();
  return { looks, writes, store, stop };
}

test('saves a look once in a sitting, and drops the oldest of very many', async () => {
  vi.setSystemTime(1_000_000_000);
  const old = Array.from({ length: 500 }, (_, n) => [`album${String(n)}`, { through: 1, before: 0, at: n }]);
  const { looks, writes, stop } = setup(Object.fromEntries(old) as Looks);
  await looks.save(album, 7);
  expect(writes).toEqual([{ [album]: { through: 7, before: 0, at: 1_000_000_000 }, album0: null }]);
  stop();
  const again = setup({ [album]: { through: 7, before: 0, at: 1_000_000_000 } });
  await again.looks.save(album, 7);
  expect(again.writes).toEqual([]);
  again.stop();
  vi.useRealTimers();
});

test('a look without a network counts at once, and is sent by the next window', async () => {
  const offline = setup({}, { error: new Unreachable() });
  vi.spyOn(console, 'warn').mockReturnValue();
  await offline.looks.save(album, 7);
  expect(offline.looks.looks?.[album]?.through).toBe(7);
  offline.stop();
  const next = setup({}, { store: offline.store });
  expect(next.looks.isReading).toBe(true);
  await next.looks.resume();
  expect(next.looks.isReading).toBe(false);
  expect(next.writes.map((changes) => changes[album]?.through)).toEqual([7]);
  next.stop();
  vi.restoreAllMocks();
});
