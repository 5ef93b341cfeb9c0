import { flushSync } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sortKeyOf, type EntryRow } from '@maru/model/album-index/order';
import { ALL, type AlbumId, type ItemId, type LibraryId } from '@maru/model/ids';
import type { FavouritePlace } from '@maru/model/library/favourites';
import { FakeAlbum, fakeStore, randomRow, settle } from '../album-index/album-index.fake.ts';
import { AlbumEntries } from '../album.svelte.ts';
import { FavouriteEntries } from './favourite-entries.svelte.ts';
import type { Favourites } from './favourites.svelte.ts';

const TRIP = 't'.repeat(20) as AlbumId;
const ROWS = Array.from({ length: 10_000 }, () => randomRow());

let stop: (() => void) | undefined;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(async () => {
  stop?.();
  await vi.advanceTimersByTimeAsync(0);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The favourites among these albums, of a person who may see those that are in `visible`. */
function setup(rows: Readonly<Record<AlbumId, readonly EntryRow[]>>, favourites: readonly [EntryRow, AlbumId][]) {
  const albums = new Map(Object.entries(rows).map(([id, of]) => [id as AlbumId, new FakeAlbum(of)]));
  const visible = new SvelteMap([...albums.keys()].map((id) => [id, true]));
  const contents = new Map(
    [...albums].map(([id, album]) => {
      album.build();
      const document = () => ({ album: visible.get(id) ? album.album : undefined, state: 'live' as const });
      return [id, new AlbumEntries(album.cloud, fakeStore(), 'l'.repeat(20) as LibraryId, id, document)];
    }),
  );
  const places = new SvelteMap<ItemId, FavouritePlace>(
    favourites.map(([[item, entry], album]) => [item, { album, sortKey: sortKeyOf(entry) }]),
  );
  const source = {
    get places() {
      return Object.fromEntries(places);
    },
    state: 'live',
    has: (item: ItemId) => places.has(item),
  } as unknown as Favourites;
  const content = new FavouriteEntries(
    source,
    (id) => contents.get(id) as AlbumEntries,
    (id) => visible.get(id) === true,
  );
  stop = $effect.root(() => {
    $effect(() => {
      content.entries?.load();
    });
  });
  const reads = () => [...albums.values()].flatMap((album) => album.reads);
  const shown = () => Array.from({ length: content.entries?.count ?? 0 }, (_, n) => content.entries?.at(n)?.[0]);
  return { content, places, visible, reads, shown, album: (id: AlbumId) => albums.get(id) as FakeAlbum };
}

const at = (n: number): EntryRow => ROWS[n] as EntryRow;
const idsOf = (rows: readonly EntryRow[]) =>
  [...rows].sort(([, a], [, b]) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1)).map(([id]) => id);

test('shows favourites of several albums in order, from the sheets that have them', async () => {
  const trip = [randomRow(), randomRow()] as const;
  const { content, shown, reads } = setup({ [ALL]: ROWS, [TRIP]: trip }, [
    [at(7), ALL],
    [at(5000), ALL],
    [trip[1], TRIP],
  ]);
  expect(content.entries).toBeUndefined();
  await settle();
  expect(shown()).toEqual(idsOf([at(7), at(5000), trip[1]]));
  expect(content.state).toBe('live');
  expect(reads().filter((read) => read.startsWith('sheet')).length).toBeLessThanOrEqual(3);
  expect(reads().some((read) => read.startsWith('entry'))).toBe(false);
});

test('follows new tokens, and an item that leaves the album and comes back', async () => {
  const { content, shown, places, album } = setup({ [ALL]: ROWS }, [
    [at(7), ALL],
    [at(8), ALL],
  ]);
  await settle();
  const [item, entry] = at(7);
  album(ALL).put([item, { ...entry, token: 'new' }]);
  await settle();
  expect(content.entries?.at(content.entries.indexOf(item))?.[1].token).toBe('new');
  album(ALL).remove(item);
  await settle();
  expect(shown()).toEqual([at(8)[0]]);
  expect(content.isGone(item)).toBe(true);
  album(ALL).put([item, entry]);
  await settle();
  expect(shown()).toEqual(idsOf([at(7), at(8)]));
  places.delete(at(8)[0]);
  await settle();
  expect(shown()).toEqual([item]);
});

test('finds an item after every change of its date, and one that is only in all photos now', async () => {
  const [moved, left] = [at(3), at(4)];
  const later = {
    ...moved[1],
    takenAt: { local: '2024-01-01T00:00:00', precision: 'second', source: 'edit' },
  } as const;
  const rows = ROWS.map((row) => (row === moved ? ([moved[0], later] as const) : row));
  const { content, shown, reads, album } = setup({ [ALL]: rows, [TRIP]: [randomRow()] }, [
    [moved, ALL],
    [left, TRIP],
  ]);
  await settle();
  expect(shown()).toEqual([left[0], moved[0]]);
  expect(
    reads()
      .filter((read) => read.startsWith('entry'))
      .sort(),
  ).toEqual([`entry ${moved[0]}`, `entry ${left[0]}`, `entry ${left[0]}`].sort());
  for (const entry of [moved[1], later, moved[1]]) {
    album(ALL).put([moved[0], entry]);
    flushSync();
    expect(content.isGone(moved[0])).toBe(false);
    await settle();
    expect(shown()).toEqual(idsOf([left, [moved[0], entry]]));
  }
});

test('shows nothing of an album that the person may no longer see', async () => {
  const trip = [randomRow(), randomRow()] as const;
  const { content, shown, visible, reads } = setup({ [ALL]: ROWS, [TRIP]: trip }, [
    [at(7), ALL],
    [trip[0], TRIP],
  ]);
  await settle();
  expect(shown()).toHaveLength(2);
  visible.set(TRIP, false);
  await settle();
  expect(shown()).toEqual([at(7)[0]]);
  expect(content.isGone(trip[0][0])).toBe(true);
  visible.set(ALL, false);
  await settle();
  expect(shown()).toEqual([]);
  expect(content.entries?.count).toBe(0);
  expect(reads().filter((read) => read.startsWith('entry'))).toEqual([`entry ${trip[0][0]}`]);
});
