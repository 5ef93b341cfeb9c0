import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PageMedia } from './page-media.ts';
import { clearOwner, cacheSeen, setOwner } from './media-cache.ts';

vi.mock(import('./media-cache.ts'), async (original) => ({
  ...(await original()),
  cacheSeen: vi.fn(),
  setOwner: vi.fn(),
  clearOwner: vi.fn(),
}));

const owner = (uid: string) => ({ uid, prefix: 'https://pictures.test/' });

/** A page's resource timeline: the observers that hear it, and what it still remembers. */
function timeline() {
  let entries: { name: string; startTime: number }[] = [];
  const observers = new Map<object, (list: unknown) => void>();
  const Observer = class {
    readonly #heard: (list: unknown) => void;
    constructor(heard: (list: unknown) => void) {
      this.#heard = heard;
    }
    observe() {
      observers.set(this, this.#heard);
      this.#heard({ getEntries: () => entries });
    }
    disconnect() {
      observers.delete(this);
    }
  };
  vi.stubGlobal('PerformanceObserver', Observer);
  vi.spyOn(performance, 'clearResourceTimings').mockImplementation(() => (entries = []));
  return {
    /** What is left of it, and who listens. */
    left: () => [entries.length, observers.size],
    /** A request that began at `startTime` and has just ended. */
    ended: (name: string, startTime = performance.now()) => {
      const entry = { name: `https://pictures.test/${name}`, startTime };
      entries.push(entry);
      for (const heard of observers.values()) heard({ getEntries: () => [entry] });
    },
  };
}

const cached = () =>
  vi.mocked(cacheSeen).mock.calls.flatMap(([urls, uid]) => urls.map(({ pathname }) => `${uid}${pathname}`));

beforeEach(() => {
  vi.stubGlobal('caches', {});
});
afterEach(() => {
  vi.clearAllMocks();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('when the worker takes over, what was asked for before is cached, also what ends only then', async () => {
  const { ended } = timeline();
  const media = new PageMedia();
  ended('a');
  const before = performance.now();
  await media.setOwner(owner('mum'));
  expect(cached()).toEqual([]);
  media.takenOver();
  ended('b', before);
  ended('c', performance.now() + 1000);
  expect(cached()).toEqual(['mum/a', 'mum/b']);
});

test("whatever the worker's moment, one person's requests are not cached for the next", async () => {
  const { ended, left } = timeline();
  for (const when of ['before', 'between', 'after']) {
    const media = new PageMedia();
    await media.setOwner(owner('mum'));
    if (when === 'before') media.takenOver();
    const hers = performance.now() - 1;
    ended('hers');
    await media.clear();
    expect(left(), when).toEqual([0, 0]);
    if (when === 'between') media.takenOver();
    ended('hers-late', hers);
    await media.setOwner(owner('dad'));
    ended('his');
    if (when === 'after') media.takenOver();
    expect(
      cached().filter((one) => one.startsWith('dad/hers')),
      when,
    ).toEqual([]);
    if (when === 'after') expect(cached()).toContain('dad/his');
    await media.clear();
  }
});

test('a browser without Cache Storage just looks', async () => {
  vi.stubGlobal('caches', undefined);
  const media = new PageMedia();
  await media.setOwner(owner('mum'));
  media.takenOver();
  await media.clear();
  expect(vi.mocked(setOwner)).not.toHaveBeenCalled();
  expect(vi.mocked(clearOwner)).not.toHaveBeenCalled();
});
