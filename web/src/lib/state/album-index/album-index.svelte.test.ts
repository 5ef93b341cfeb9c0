import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EntryRow } from '@maru/model/album-index/order';
import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import { FakeAlbum, fakeStore, offline, randomRow, settle } from './album-index.fake.ts';
import { AlbumIndex, type AlbumDocument } from './album-index.svelte.ts';
import type { IndexRange } from './index-entries.ts';

const library = 'l'.repeat(20) as LibraryId;
const id = 'a'.repeat(20) as AlbumId;
const ROWS = Array.from({ length: 10_000 }, () => randomRow());
const VIEW: IndexRange = { from: 4_950, to: 5_050 };

/** Opens an album as a page does, with a view of some entries that is requested again when the entries change. */
function open(album: FakeAlbum, store = fakeStore()) {
  let document = $state.raw<AlbumDocument>({ album: album.album, state: 'live' });
  let view = $state.raw(VIEW);
  const index = new AlbumIndex(album.cloud, store, library, id, () => document);
  const states: string[] = [];
  const close = $effect.root(() => {
    $effect(() => void states.push(index.state));
    $effect(() => index.entries?.load(view.from, view.to));
  });
  const show = (state: AlbumDocument['state'] = 'live') => {
    document = { album: state === 'waiting' ? undefined : album.album, state };
    return settle();
  };
  const shown = (range = VIEW): (ItemId | undefined)[] =>
    Array.from({ length: range.to - range.from }, (_, n) => index.entries?.at(range.from + n)?.[0]);
  const scroll = (range: IndexRange) => {
    view = range;
    return settle();
  };
  return { index, store, states, close, show, shown, scroll };
}

function createAlbum(rows: readonly EntryRow[] = ROWS): FakeAlbum {
  const album = new FakeAlbum(rows);
  album.build();
  return album;
}

const idsOf = (album: FakeAlbum, { from, to }: IndexRange = VIEW) => album.rows.slice(from, to).map(([item]) => item);
const edited = ([item, entry]: EntryRow, caption: string): EntryRow => [item, { ...entry, caption }];
const rowAt = (album: FakeAlbum, at: number): EntryRow => album.rows[at] as EntryRow;

let close: (() => void) | undefined;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(async () => {
  close?.();
  close = undefined;
  await vi.advanceTimersByTimeAsync(0);
  vi.useRealTimers();
  vi.restoreAllMocks();
});
const opened = (...args: Parameters<typeof open>) => {
  const page = open(...args);
  close = page.close;
  return page;
};

describe('an album of 10,000', () => {
  test('opens with the sizes and days of all entries, those in view, and few reads', async () => {
    const album = createAlbum();
    const { index, shown, states } = opened(album);
    await settle();
    expect(index.entries?.count).toBe(10_000);
    expect(index.entries?.ratios).toHaveLength(10_000);
    expect(index.entries?.ratios[9_999]).toBeCloseTo(1.5, 1);
    expect(index.entries?.days.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
    expect(shown()).toEqual(idsOf(album));
    expect(index.entries?.at(0)).toBeUndefined();
    expect(index.entries?.at(10_000)).toBeUndefined();
    expect(states).toEqual(['waiting', 'live']);
    // With the album itself, at most five.
    expect(album.reads.length).toBeLessThanOrEqual(4);
    expect(album.reads.filter((read) => read === 'outline')).toHaveLength(1);
  });

  test('opens again with one read: the listener', async () => {
    const album = createAlbum();
    const first = opened(album);
    await settle();
    first.close();
    album.reads = [];
    const slowStore = {
      ...first.store,
      read: async (key: string) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return first.store.read(key);
      },
    };
    const second = opened(album, slowStore);
    await settle();
    for (let n = 0; n < 2; n++) await vi.advanceTimersByTimeAsync(20).then(settle);
    expect(second.shown()).toEqual(idsOf(album));
    expect(second.index.state).toBe('live');
    expect(album.reads).toEqual(['changes']);
  });

  test('loads the sheets in view first, at most four at once, and drops those that scrolled away', async () => {
    const album = createAlbum();
    const { scroll, shown } = opened(album);
    await settle();
    album.reads = [];
    album.isSlow = true;
    await scroll({ from: 0, to: 4_000 });
    expect(album.waiting).toBe(4);
    await scroll({ from: 9_990, to: 10_000 });
    expect(album.waiting).toBe(4);
    album.release();
    await settle();
    album.release();
    await settle();
    expect(shown({ from: 9_990, to: 10_000 })).toEqual(idsOf(album, { from: 9_990, to: 10_000 }));
    expect(album.reads.length).toBeLessThanOrEqual(5 + 1);
  });

  test('keeps a bounded number of sheets in memory, and reads none twice', async () => {
    // An id that ends so starts a sheet.
    const album = createAlbum(Array.from({ length: 3_000 }, (_, n) => randomRow(n % 50 === 0 ? 'aaa' : '777')));
    expect(album.outline.length).toBeGreaterThan(50);
    const { index, scroll, shown } = opened(album);
    for (let from = 0; from < 3_000; from += 30) await scroll({ from, to: from + 30 });
    expect(index.entries?.at(0)).toBeUndefined();
    const before = album.reads.length;
    await scroll({ from: 0, to: 10 });
    expect(shown({ from: 0, to: 10 })).toEqual(idsOf(album, { from: 0, to: 10 }));
    expect(album.reads.length).toBe(before);
    // Unless all of them are in view.
    const all = { from: 0, to: 3_000 };
    await scroll(all);
    const scrolled = scroll({ from: 1, to: 3_000 });
    expect(shown(all)).toEqual(idsOf(album, all));
    await scrolled;
  });

  test('counts the entries of one day once, also when they are in several sheets', async () => {
    const [, entry] = randomRow();
    const album = createAlbum(Array.from({ length: 300 }, () => [randomRow('aaa')[0], entry] as const));
    expect(album.outline).toHaveLength(300);
    const { index } = opened(album);
    await settle();
    expect(index.entries?.days).toEqual([{ day: entry.takenAt?.local.slice(0, 10), count: 300 }]);
  });

  test('retries a sheet that fails, later and when the network is back', async () => {
    const album = createAlbum();
    const { scroll, shown } = opened(album);
    await settle();
    const range = { from: 0, to: 10 };
    album.failure = new Error('the network is bad');
    await scroll(range);
    const tries = () => album.reads.filter((read) => read === `sheet ${album.outline[0]?.id ?? ''}`).length;
    expect(tries()).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tries()).toBe(2);
    album.failure = undefined;
    window.dispatchEvent(new Event('online'));
    await settle();
    expect(shown(range)).toEqual(idsOf(album, range));
    expect(tries()).toBe(3);
  });
});

describe('changes', () => {
  test('are shown at once: added, edited, moved and removed entries', async () => {
    const album = createAlbum();
    const { index, shown } = opened(album);
    await settle();
    const [first, second, third] = [rowAt(album, 5_000), rowAt(album, 5_001), rowAt(album, 5_002)];
    const [added] = randomRow();
    album.put([added, first[1]], edited(second, '설악산'), [third[0], first[1]]);
    album.remove(first[0]);
    await settle();
    expect(index.entries?.count).toBe(10_000);
    expect(shown()).toEqual(idsOf(album));
    expect(shown()).toContain(added);
    expect(index.entries?.at(index.entries.indexOf(second[0]))?.[1].caption).toBe('설악산');
    expect(album.reads.filter((read) => read === 'outline')).toHaveLength(1);
  });

  test('read the sheets that they affect: an entry removed elsewhere is not counted', async () => {
    const album = createAlbum();
    const { index } = opened(album);
    await settle();
    const row = rowAt(album, 0);
    album.remove(row[0]);
    await settle();
    expect(index.entries?.count).toBe(9_999);
    expect(index.entries?.indexOf(row[0])).toBe(-1);
    expect(index.entries?.at(0)?.[0]).toBe(rowAt(album, 0)[0]);
  });

  test('of 300 entries at once read nothing, show where sheets are loaded, and elsewhere with the next outline', async () => {
    const album = createAlbum();
    const { index, show, shown } = opened(album);
    await settle();
    const reads = album.reads.length;
    const place = rowAt(album, 5_000)[1];
    const [here] = randomRow();
    const moved = rowAt(album, 5_001);
    album.put(...Array.from({ length: 298 }, () => randomRow()), [here, place], [moved[0], rowAt(album, 10)[1]]);
    await settle();
    // Its new place is not loaded.
    expect(index.entries?.indexOf(moved[0])).toBeGreaterThan(0);
    expect(album.reads.slice(reads)).toEqual(['changes']);
    expect(index.entries?.indexOf(here)).toBeGreaterThan(0);
    expect(index.entries?.count).toBeLessThan(10_299);
    album.build();
    await show();
    await vi.advanceTimersByTimeAsync(5_000);
    await settle();
    expect(index.entries?.count).toBe(10_299);
    expect(shown()).toEqual(idsOf(album));
  });

  test('load the outline every five seconds at most, but at once after a removal', async () => {
    const album = createAlbum(ROWS.slice(0, 2_000));
    const { show } = opened(album);
    await settle();
    const outlines = () => album.reads.filter((read) => read === 'outline').length;
    for (let second = 0; second < 20; second++) {
      album.put(randomRow());
      album.build();
      await show();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(outlines()).toBeGreaterThanOrEqual(4);
    expect(outlines()).toBeLessThanOrEqual(5);
    const before = outlines();
    album.remove(rowAt(album, 0)[0]);
    album.build();
    await show();
    expect(outlines()).toBe(before + 1);
  });

  test('load one outline at a time', async () => {
    const album = createAlbum(ROWS.slice(0, 2_000));
    const { show } = opened(album);
    await settle();
    album.isSlow = true;
    album.reads = [];
    for (let n = 0; n < 3; n++) {
      album.put(edited(rowAt(album, 1_000), String(n)));
      album.build();
      await show();
      await vi.advanceTimersByTimeAsync(5_000);
    }
    expect(album.reads.filter((read) => read === 'outline')).toHaveLength(1);
  });

  test('keep the entries in view while the sheets of the next outline load', async () => {
    const album = createAlbum();
    const { index, show, shown } = opened(album);
    await settle();
    const before = shown();
    album.put(edited(rowAt(album, 5_000), 'new'));
    album.build();
    album.isSlow = true;
    await vi.advanceTimersByTimeAsync(5_000);
    await show();
    album.release();
    await settle();
    expect(album.waiting).toBeGreaterThan(0);
    expect(shown()).toEqual(before);
    album.release();
    await settle();
    expect(album.waiting).toBe(0);
    expect(shown()).toEqual(before);
    expect(index.entries?.at(5_000)?.[1].caption).toBe('new');
  });
});

test('stays connected when what it restores also updates the template that opened it', async () => {
  const album = createAlbum(ROWS.slice(0, 20));
  const first = opened(album);
  await settle();
  first.close();
  const index = new AlbumIndex(album.cloud, first.store, library, id, () => ({ album: album.album, state: 'live' }));
  const counts: (number | undefined)[] = [];
  close = $effect.root(() => {
    // Like a template, it is updated before all effects.
    $effect.pre(() => void counts.push(index.entries?.count));
  });
  await settle();
  album.put(randomRow());
  await settle();
  expect([index.state, counts.at(-1)]).toEqual(['live', 21]);
});

test('a sheet that is newer than the outline loads the outline again, and shows every entry once', async () => {
  const album = createAlbum();
  const { index, show, shown, scroll } = opened(album);
  await settle();
  // The album has a new index, of which the page hears later than it reads the sheet.
  const range = { from: 0, to: 3_000 };
  album.put(...Array.from({ length: 500 }, () => randomRow()));
  album.build();
  await scroll(range);
  const outlines = () => album.reads.filter((read) => read === 'outline').length;
  const before = outlines();
  await show();
  await settle();
  expect(outlines()).toBe(before + 1);
  await scroll(range);
  expect(shown(range)).toEqual(idsOf(album, range));
  expect(new Set(shown(range)).size).toBe(3_000);
  expect(index.entries?.count).toBe(10_500);
});

test('a stored sheet of an older version is read again', async () => {
  const album = createAlbum();
  const first = opened(album);
  await settle();
  first.close();
  const row = rowAt(album, 5_000);
  album.put(edited(row, 'new'));
  album.build();
  const { index, shown } = opened(album, first.store);
  await settle();
  expect(shown()).toEqual(idsOf(album));
  expect(index.entries?.at(5_000)?.[1].caption).toBe('new');
});

test('keeps the last changes until the outline that has them is loaded, also if that fails', async () => {
  const album = new FakeAlbum([]);
  const rows = Array.from({ length: 20 }, () => randomRow());
  album.put(...rows);
  const first = opened(album);
  await settle();
  first.close();
  await settle();
  album.build();
  const second = opened(album, first.store);
  album.isSlow = true;
  await settle();
  album.isSlow = false;
  album.failure = offline;
  album.release();
  await settle();
  expect(second.index.entries?.count).toBe(20);
  second.close();
  await settle();
  const third = opened(album, first.store);
  await third.show('stored');
  expect(third.index.entries?.count).toBe(20);
  album.failure = undefined;
  await third.show();
  await vi.advanceTimersByTimeAsync(5_000);
  await settle();
  expect(third.index.entries?.count).toBe(20);
  album.put(edited(rows[0] as EntryRow, 'new'), [(rows[1] as EntryRow)[0], (rows[0] as EntryRow)[1]]);
  await settle();
  expect(third.index.entries?.count).toBe(20);
});

test('offline, shows the last outline, the sheets that were seen and the last changes', async () => {
  const album = createAlbum();
  const first = opened(album);
  await settle();
  const [added] = randomRow();
  album.put([added, rowAt(album, 5_000)[1]]);
  await settle();
  first.close();
  album.failure = offline;
  const { index, shown, show, scroll } = opened(album, first.store);
  await show('stored');
  expect(index.state).toBe('stored');
  expect(index.entries?.count).toBe(10_001);
  expect(shown()).toEqual(idsOf(album));
  await scroll({ from: 0, to: 10 });
  expect(shown({ from: 0, to: 10 })).toEqual(Array.from({ length: 10 }));
  expect(await index.findStored(added)).toBeUndefined();
  expect(await index.findStored(idsOf(album)[0] as ItemId)).toBeDefined();
});

test('when access ends, shows nothing and deletes everything of the album from the device', async () => {
  const album = createAlbum();
  const store = fakeStore();
  store.write(`outline/${library}/${'b'.repeat(20)}`, 'of another album');
  const { index, states } = opened(album, store);
  await settle();
  expect(store.values.size).toBeGreaterThan(3);
  album.forbid();
  await settle();
  expect(index.entries).toBeUndefined();
  expect(index.state).toBe('forbidden');
  expect([...store.values.values()]).toEqual(['of another album']);
  // Nothing is left for the next page either.
  close?.();
  await settle();
  close = $effect.root(() => {
    $effect(() => void states.push(index.state));
  });
  flushSync();
  expect(index.entries).toBeUndefined();
  expect(states.at(-1)).toBe('waiting');
});

test('shows nothing of an album that this person may not see', async () => {
  const album = createAlbum();
  const { index, show } = opened(album);
  await settle();
  await show('forbidden');
  expect(index.entries).toBeUndefined();
  expect(index.state).toBe('forbidden');
});

test('an album without an index has the entries of its changes, also offline', async () => {
  const album = new FakeAlbum([]);
  album.put(...Array.from({ length: 29 }, () => randomRow()));
  album.isSlow = true;
  const { index, show, store } = opened(album);
  await settle();
  // Not as an empty one.
  expect(index.entries).toBeUndefined();
  album.isSlow = false;
  album.release();
  await settle();
  expect(index.entries?.count).toBe(29);
  album.put(randomRow());
  await settle();
  expect(index.entries?.count).toBe(30);
  expect(index.entries?.at(29)).toEqual(rowAt(album, 29));
  const offlinePage = open(album, store);
  await offlinePage.show('stored');
  expect(offlinePage.index.entries?.count).toBe(30);
  offlinePage.close();
  album.build();
  await show();
  await vi.advanceTimersByTimeAsync(5_000);
  await settle();
  expect(index.entries?.at(29)).toEqual(rowAt(album, 29));
  // The only sheet is in the outline.
  expect(album.reads.filter((read) => read.startsWith('sheet'))).toEqual([]);
});

describe('loading a range', () => {
  async function load(index: AlbumIndex, from: number, to: number, signal = new AbortController().signal) {
    const items: ItemId[] = [];
    let isOver = false;
    const run = async (): Promise<void> => {
      for await (const rows of index.entries?.rows(from, to, signal) ?? []) items.push(...rows.map(([item]) => item));
      isOver = true;
    };
    void run();
    await settle();
    await settle();
    return { items, isOver: () => isOver };
  }

  test('loads entries far from the view, in order, and reads no sheet twice', async () => {
    const album = createAlbum();
    const opened = open(album);
    close = opened.close;
    await settle();
    const { items, isOver } = await load(opened.index, 7_001, 9_999);
    expect(isOver()).toBe(true);
    expect(items).toEqual(idsOf(album, { from: 7_001, to: 9_999 }));
    const readOnce = album.reads.filter((read) => read.startsWith('sheet'));
    expect(new Set(readOnce).size).toBe(readOnce.length);
    expect(opened.shown()).toEqual(idsOf(album));
  });

  test('loads the same entries when others arrive meanwhile', async () => {
    const album = createAlbum();
    const opened = open(album);
    close = opened.close;
    await settle();
    const expected = idsOf(album, { from: 100, to: 6_000 });
    album.isSlow = true;
    const { items, isOver } = await load(opened.index, 100, 6_000);
    const news = [randomRow(), randomRow(), randomRow()];
    album.put(...news);
    album.build();
    album.isSlow = false;
    album.release();
    await opened.show();
    await vi.advanceTimersByTimeAsync(6_000);
    await settle();
    expect(isOver()).toBe(true);
    const added = new Set(news.map(([item]) => item));
    expect(items.filter((item) => !added.has(item))).toEqual(expected);
  });

  test('waits while offline, and ends when aborted', async () => {
    const album = createAlbum();
    const opened = open(album);
    close = opened.close;
    await settle();
    album.failure = offline;
    const controller = new AbortController();
    const stopped = await load(opened.index, 0, 500, controller.signal);
    const waiting = await load(opened.index, 0, 500);
    expect([stopped.isOver(), waiting.isOver()]).toEqual([false, false]);
    controller.abort();
    await settle();
    expect(stopped.isOver()).toBe(true);
    album.failure = undefined;
    window.dispatchEvent(new Event('online'));
    await settle();
    expect(waiting.isOver()).toBe(true);
    expect(waiting.items).toEqual(idsOf(album, { from: 0, to: 500 }));
  });
});
