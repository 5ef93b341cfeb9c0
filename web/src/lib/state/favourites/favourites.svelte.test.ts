import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import { ALL, type LibraryId, type Uid } from '@maru/model/ids';
import type { FavouritePlace, Favourites as Places } from '@maru/model/library/favourites';
import { Unreachable } from '@maru/model/api/unreachable';
import type { Cloud, ItemChanges, Watcher } from '../../firebase/cloud.ts';
import { fakeStore, randomRow } from '../album-index/album-index.fake.ts';
import { Favourites } from './favourites.svelte.ts';

const [me, library] = ['me' as Uid, 'l'.repeat(20) as LibraryId];
const [row, other] = [randomRow(), randomRow()];

/** Favourites that are read, of a server that answers each write when `answer` is called. */
async function setup(store = fakeStore(), places: Places | 'unknown' = {}) {
  const writes: ItemChanges<FavouritePlace>[] = [];
  const answers: ((error?: Error) => void)[] = [];
  let watcher: Watcher<Places> | undefined;
  const cloud = {
    watchFavourites: (_uid: Uid, _library: LibraryId, next: Watcher<Places>) => {
      watcher = next;
      if (places !== 'unknown') next.next(places);
      return () => undefined;
    },
    writeFavourites: (_uid: Uid, _library: LibraryId, changes: ItemChanges<FavouritePlace>) =>
      new Promise<void>((resolve, reject) => {
        writes.push(changes);
        answers.push((error) => (error ? reject(error) : resolve()));
      }),
  } as unknown as Cloud;
  const favourites = new Favourites(cloud, store, me, library);
  let shown: Places | undefined;
  const stop = $effect.root(() => {
    $effect(() => void (shown = favourites.places));
  });
  flushSync();
  await Promise.resolve();
  return {
    favourites,
    store,
    writes,
    stop,
    answer: async (error?: Error, confirmed?: Places) => {
      if (confirmed) watcher?.next(confirmed);
      answers.shift()?.(error);
      await new Promise((resolve) => setTimeout(resolve));
      flushSync();
    },
    shown: () => {
      flushSync();
      return Object.keys(shown ?? {});
    },
  };
}

const UNSENT = `unsentFavourites/${library}`;

test('shows a change at once, and stores it until the server has it', async () => {
  const { favourites, store, writes, answer, shown, stop } = await setup();
  const sent = favourites.add([row], ALL);
  expect(shown()).toEqual([row[0]]);
  expect(store.values.get(UNSENT)).toEqual(writes[0]);
  expect(writes).toEqual([{ [row[0]]: { album: ALL, sortKey: row[1].takenAt?.local } }]);
  await answer(undefined, { [row[0]]: { album: ALL, sortKey: '' } });
  await sent;
  expect(shown()).toEqual([row[0]]);
  expect(store.values.has(UNSENT)).toBe(false);
  void favourites.remove([row[0]]);
  expect(shown()).toEqual([]);
  stop();
});

test('undoes what the server refuses, but not a later change of the same item', async () => {
  const { favourites, store, answer, shown, stop } = await setup();
  const refused = favourites.add([row, other], ALL);
  void favourites.add([other], ALL);
  const rejected = expect(refused).rejects.toThrow('forbidden');
  await answer(new ApiError('forbidden'));
  await rejected;
  expect(shown()).toEqual([other[0]]);
  expect(Object.keys(store.values.get(UNSENT) as object)).toEqual([other[0]]);
  stop();
});

test('sends at the next start what was not sent, unless it was changed meanwhile', async () => {
  const { favourites, store, answer, stop } = await setup();
  const lost = expect(favourites.add([row, other], ALL)).rejects.toThrow();
  await answer(new Unreachable());
  await lost;
  stop();
  const next = await setup(store);
  const resumed = next.favourites.resume();
  void next.favourites.remove([other[0]]);
  await vi.waitFor(() => expect(next.writes).toHaveLength(2));
  expect(next.shown()).toEqual([row[0]]);
  expect(next.writes.map((changes) => [changes[row[0]]?.album, changes[other[0]]])).toEqual([
    [undefined, null],
    [ALL, null],
  ]);
  await next.answer();
  await next.answer();
  await resumed;
  expect(store.values.has(UNSENT)).toBe(false);
  next.stop();
});

test('shows a change before the favourites are known', async () => {
  const { favourites, shown, stop } = await setup(fakeStore(), 'unknown');
  expect(favourites.places).toBeUndefined();
  void favourites.add([row], ALL);
  expect(shown()).toEqual([row[0]]);
  stop();
});
