import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EntryRow } from '@maru/model/album-index/order';
import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import { FakeAlbum, fakeStore, offline, randomRow, settle } from './album-index/album-index.fake.ts';
import type { AlbumDocument } from './album-index/album-index.svelte.ts';
import { AlbumEntries } from './album.svelte.ts';

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

function contentOf(album: FakeAlbum, store = fakeStore(), state: AlbumDocument['state'] = 'live'): AlbumEntries {
  const [library, id] = ['l'.repeat(20) as LibraryId, 'a'.repeat(20) as AlbumId];
  return new AlbumEntries(album.cloud, store, library, id, () => ({ album: album.album, state }));
}

/** Opens a link to an item as the viewer's page does. */
function openItem(album: FakeAlbum, item: ItemId, store = fakeStore(), state?: AlbumDocument['state']) {
  const content = contentOf(album, store, state);
  const index = () => content.entries?.indexOf(item) ?? -1;
  stop = $effect.root(() => {
    const isMissing = $derived(content.entries?.isMissing(item) ?? false);
    $effect(() => (isMissing ? content.search(item) : undefined));
    $effect(() => {
      if (index() >= 0) content.entries?.load(index() - 20, index() + 21);
    });
  });
  return { content, store, index };
}

function createAlbum(rows: readonly EntryRow[] = ROWS): FakeAlbum {
  const album = new FakeAlbum(rows);
  album.build();
  return album;
}
const itemAt = (album: FakeAlbum, at: number): ItemId => (album.rows[at] as EntryRow)[0];

test('a link opens an item deep in an album with few reads, its neighbours loaded', async () => {
  const album = createAlbum();
  const item = itemAt(album, 7_654);
  const { content, index } = openItem(album, item);
  await settle();
  expect(index()).toBe(7_654);
  expect(content.entries?.at(7_655)?.[0]).toBe(itemAt(album, 7_655));
  expect(content.isGone(item)).toBe(false);
  // With the album itself, at most five; a neighbour may be in the next sheet.
  expect(album.reads.length).toBeLessThanOrEqual(4 + 1);
  expect(album.reads).toContain(`entry ${item}`);
});

test('its current entries are those of the server, not those that this device had', async () => {
  const album = createAlbum(ROWS.slice(0, 20));
  const store = fakeStore();
  const before = contentOf(album, store);
  stop = $effect.root(() => {
    $effect(() => before.entries?.load(0, 20));
  });
  await settle();
  stop();
  await settle();
  album.put(randomRow());
  album.build();
  album.isSlow = true;
  const counts: (number | undefined)[] = [];
  const content = contentOf(album, store);
  void content.current(new AbortController().signal).then((entries) => counts.push(entries?.count));
  await settle();
  expect([counts, content.byDate?.count]).toEqual([[], 20]);
  album.release();
  await settle();
  expect(counts).toEqual([21]);
});

test('goes on when the component that opened the album first is gone', async () => {
  const album = createAlbum(ROWS.slice(0, 20));
  const content: AlbumEntries[] = [];
  const counts: (number | undefined)[] = [];
  const closeFirst = $effect.root(() => {
    $effect(() => {
      content.push(contentOf(album));
      counts.push(content[0]?.entries?.count);
    });
  });
  flushSync();
  closeFirst();
  stop = $effect.root(() => {
    $effect(() => void counts.push(content[0]?.entries?.count));
  });
  await settle();
  expect(counts.at(-1)).toBe(20);
});

test('an item of an album with one sheet needs no read of its own', async () => {
  const album = createAlbum(ROWS.slice(0, 20));
  const item = itemAt(album, 7);
  const { index, store } = openItem(album, item);
  await settle();
  expect(index()).toBe(7);
  expect(album.reads.toSorted()).toEqual(['changes', 'outline']);
  stop?.();
  album.reads = [];
  const again = openItem(album, item, store);
  await settle();
  expect(again.index()).toBe(7);
  expect(album.reads).toEqual(['changes']);
});

test('an item that is not in the album is gone, and so is one that is removed while it is viewed', async () => {
  const album = createAlbum();
  const [stranger] = randomRow();
  const first = openItem(album, stranger);
  await settle();
  expect(first.content.isGone(stranger)).toBe(true);
  stop?.();
  const item = itemAt(album, 5);
  const { content, index } = openItem(album, item);
  await settle();
  expect(index()).toBe(5);
  album.remove(item);
  await settle();
  expect(index()).toBe(-1);
  expect(content.isGone(item)).toBe(true);
  album.put(ROWS.find(([id]) => id === item) as EntryRow);
  await settle();
  expect(content.isGone(item)).toBe(false);
});

test('offline, a link opens an item that was seen; another is searched again when the network is back', async () => {
  const album = createAlbum();
  const [seen, unseen] = [itemAt(album, 7_654), itemAt(album, 12)];
  const { store } = openItem(album, seen);
  await settle();
  stop?.();
  album.failure = offline;
  const again = openItem(album, seen, store, 'stored');
  await settle();
  expect(again.index()).toBe(7_654);
  stop?.();
  const other = openItem(album, unseen, store, 'stored');
  await settle();
  expect(other.index()).toBe(-1);
  expect(other.content.isGone(unseen)).toBe(false);
  album.failure = undefined;
  window.dispatchEvent(new Event('online'));
  await settle();
  expect(other.index()).toBe(12);
});

test('an album ordered by hand has all entries in that order, and follows the moves of others', async () => {
  const album = createAlbum(ROWS.slice(0, 2_000));
  album.isByHand = true;
  const [item, entry] = album.rows[1_500] as EntryRow;
  const { content, index } = openItem(album, item);
  await settle();
  expect(album.outline.length).toBeGreaterThan(1);
  expect(index()).toBe(1_500);
  expect(content.entries).toMatchObject({ count: 2_000, days: [{ day: undefined, count: 2_000 }] });
  album.put([item, { ...entry, orderKey: '~~!V' }]);
  await settle();
  expect(index()).toBe(1_999);
  album.build();
  await vi.advanceTimersByTimeAsync(5_000);
  await settle();
  expect([index(), content.state]).toEqual([1_999, 'live']);
});

test('offline, an album ordered by hand is in order of date while a sheet is missing', async () => {
  const album = createAlbum(ROWS.slice(0, 2_000));
  const { store } = openItem(album, itemAt(album, 12));
  await settle();
  stop?.();
  album.isByHand = true;
  album.isSlow = true;
  const { content, index } = openItem(album, itemAt(album, 12), store, 'stored');
  await settle();
  expect(content.entries).toBeUndefined();
  album.failure = offline;
  album.isSlow = false;
  album.release();
  await settle();
  expect([index(), content.isReordered, content.state]).toEqual([12, false, 'stored']);
  album.failure = undefined;
  window.dispatchEvent(new Event('online'));
  await settle();
  expect([content.entries?.days.length, content.isReordered]).toEqual([1, true]);
});

/** Opens an album as its grid does, and records every change of its order. */
function openGrid(album: FakeAlbum) {
  const content = contentOf(album);
  const orders: string[] = [];
  stop = $effect.root(() => {
    $effect(() => {
      const order = content.entries ? (content.isReordered ? 'by hand' : 'by date') : 'unknown';
      if (order !== orders.at(-1)) orders.push(order);
    });
  });
  return { content, orders };
}

test('keeps the order by hand while a sheet of the next index is replaced or cannot be read', async () => {
  const album = createAlbum(ROWS.slice(0, 2_000));
  album.isByHand = true;
  const { content, orders } = openGrid(album);
  await settle();
  const edit = (caption: string) => {
    album.put(...album.rows.filter((_, at) => at % 100 === 0).map(([id, e]): EntryRow => [id, { ...e, caption }]));
    album.build();
  };
  album.isSlow = true;
  edit('one');
  await vi.advanceTimersByTimeAsync(5_000);
  await settle();
  // The outline is read, its sheets are not: meanwhile they are written again.
  album.release();
  await settle();
  edit('two');
  album.isSlow = false;
  album.release();
  await settle();
  expect([content.entries?.at(100)?.[1].caption, orders]).toEqual(['two', ['unknown', 'by hand']]);
  // The next outline is read without delay.
  expect(album.reads.filter((read) => read === 'outline')).toHaveLength(3);

  album.isSlow = true;
  edit('three');
  await vi.advanceTimersByTimeAsync(5_000);
  album.release();
  await settle();
  album.failure = offline;
  album.isSlow = false;
  album.release();
  await settle();
  expect(content.entries?.count).toBe(2_000);
  album.failure = undefined;
  window.dispatchEvent(new Event('online'));
  await settle();
  expect([content.entries?.at(100)?.[1].caption, orders]).toEqual(['three', ['unknown', 'by hand']]);
});

test('an open album whose order becomes that by hand stays visible while its sheets are loaded', async () => {
  const album = createAlbum(ROWS.slice(0, 2_000));
  const { orders } = openGrid(album);
  await settle();
  album.isByHand = true;
  album.build();
  await settle();
  expect(orders).toEqual(['unknown', 'by date', 'by hand']);
});

test('an album ordered by hand is by date, and only partly loaded, above the limit and for those who need no order', async () => {
  const album = createAlbum();
  album.isByHand = true;
  const { orders } = openGrid(album);
  await settle();
  expect(orders).toEqual(['unknown', 'by date']);
  expect(album.reads.filter((read) => read.startsWith('sheet'))).toEqual([]);
  stop?.();

  const small = createAlbum(ROWS.slice(0, 2_000));
  small.isByHand = true;
  const content = contentOf(small);
  stop = $effect.root(() => {
    $effect(() => content.byDate?.load(0, 10));
  });
  await settle();
  expect([content.state, small.reads.filter((read) => read.startsWith('sheet')).length]).toEqual(['live', 1]);
});

test('gives the current token of an item, its known one while unknown, and none once it is removed', async () => {
  const album = createAlbum();
  const row = album.rows[7_654] as EntryRow;
  const [item, known] = row;
  const { content } = openItem(album, itemAt(album, 12));
  await settle();
  const token = content.tokenOf(item, known);
  expect(token()).toBe('old');
  await settle();
  album.put([item, { ...known, token: 'new' }]);
  await settle();
  expect(token()).toBe('new');
  // All of them, more than the listener reports.
  album.put(
    ...album.rows
      .slice(7_000)
      .map(([id, entry]) => [id, { ...entry, token: 'rotated' }] as const)
      .toReversed(),
  );
  album.build();
  await vi.advanceTimersByTimeAsync(5_000);
  await settle();
  expect(token()).toBe('rotated');
  album.put([item, { ...known, rev: 2, token: 'newer' }]);
  await settle();
  expect([token(), content.hasLost(item, known)]).toEqual(['old', false]);
  const unloaded = album.rows[3_000] as EntryRow;
  expect(content.hasLost(...unloaded)).toBe(false);
  album.remove(item);
  await settle();
  expect([token(), content.hasLost(item, known)]).toEqual([undefined, true]);
  album.forbid();
  await settle();
  expect(token()).toBeUndefined();
});
