import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EntryRow } from '@maru/model/album-index/order';
import type { ItemId } from '@maru/model/ids';
import { photosOf } from './photos-of.ts';
import { Slideshow } from './slideshow.svelte.ts';

const row = (id: string, kind: 'photo' | 'video' = 'photo'): EntryRow => [id as ItemId, { kind } as EntryRow[1]];
const ALBUM = [row('sea'), row('tape', 'video'), row('hill'), row('lake')];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const sourceOf = (album: readonly EntryRow[]) => ({
  count: album.length,
  async *rows(from: number, to: number) {
    yield await Promise.resolve(album.slice(from, to));
  },
  indexOf: (id: ItemId) => album.findIndex(([item]) => item === id),
});

function open({ album = ALBUM, isShuffled = false, load = () => Promise.resolve(true) } = {}) {
  const source = sourceOf(album);
  const show = new Slideshow({ stay: () => 5000, load });
  const stop = show.start((signal) =>
    photosOf(
      () => source,
      isShuffled,
      signal,
      () => 0,
    ),
  );
  const after = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    return show.current?.[0];
  };
  return { show, stop, after };
}

test('photos follow each other without the videos, and begin again', async () => {
  const { stop, after } = open();
  const seen = [await after(0)];
  for (let n = 0; n < 3; n += 1) seen.push(await after(5000));
  expect(seen).toEqual(['sea', 'hill', 'lake', 'sea']);
  stop();
  expect(await after(60_000)).toBe('sea');
});

test('shuffled, each is shown once before any is shown again', async () => {
  const { stop, after } = open({ isShuffled: true });
  const seen = [await after(0), await after(5000), await after(5000)];
  expect(seen).not.toEqual(['sea', 'hill', 'lake']);
  expect(seen.toSorted()).toEqual(['hill', 'lake', 'sea']);
  stop();
});

test('it pauses, and waits while nobody sees it; one can go on and back at any time', async () => {
  const { show, stop, after } = open();
  await after(0);
  show.togglePaused();
  expect(await after(60_000)).toBe('sea');
  show.next();
  expect(await after(0)).toBe('hill');
  show.previous();
  expect([await after(60_000), show.hasPrevious]).toEqual(['sea', false]);
  show.togglePaused();
  show.hold(true);
  expect(await after(60_000)).toBe('sea');
  show.hold(false);
  expect([await after(5000), await after(5000)]).toEqual(['hill', 'lake']);
  stop();
});

test('a photo stays until the next one is loaded, and one that cannot be loaded is skipped', async () => {
  const loads: ((isLoaded: boolean) => void)[] = [];
  const { stop, after } = open({ load: () => new Promise<boolean>((resolve) => loads.push(resolve)) });
  expect(await after(60_000)).toBeUndefined();
  loads[0]?.(true);
  expect([await after(0), await after(60_000)]).toEqual(['sea', 'sea']);
  loads[1]?.(false);
  expect(await after(0)).toBe('sea');
  loads[2]?.(true);
  expect(await after(0)).toBe('lake');
  stop();
});

test('after a step back, the photo that was loading waits for its turn', async () => {
  const loads: ((isLoaded: boolean) => void)[] = [];
  const { show, stop, after } = open({ load: () => new Promise<boolean>((resolve) => loads.push(resolve)) });
  for (const n of [0, 1]) {
    await after(5000);
    loads[n]?.(true);
  }
  expect(await after(0)).toBe('hill');
  show.next();
  show.previous();
  loads[2]?.(true);
  expect([await after(0), await after(5000), await after(5000)]).toEqual(['sea', 'hill', 'lake']);
  stop();
});

test('an album without photos is empty', async () => {
  const { show, after } = open({ album: [row('tape', 'video')] });
  await after(0);
  expect([show.current, show.isEmpty]).toEqual([undefined, true]);
});

test.each([false, true])(
  'no photo is repeated when another one is added before it (shuffled: %s)',
  async (isShuffled) => {
    let album = [row('sea'), row('hill'), row('lake')];
    const source = () => sourceOf(album);
    const photos = photosOf(source, isShuffled, new AbortController().signal, () => 0);
    const next = async () => ((await photos.next()) as IteratorResult<EntryRow, undefined>).value?.[0];
    const first = await next();
    album = [row('new'), ...album];
    expect([first, await next()]).toEqual(isShuffled ? ['hill', 'new'] : ['sea', 'hill']);
  },
);
