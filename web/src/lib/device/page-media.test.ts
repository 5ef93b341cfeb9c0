import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PageMedia } from './page-media.ts';
import { deleteAllMedia, cacheRequested, setOwner } from './media-cache.ts';

// Test files share their modules, which are loaded again here with the mock.
vi.hoisted(() => vi.resetModules());
vi.mock(import('./media-cache.ts'), async (original) => ({
  ...(await original()),
  cacheRequested: vi.fn(),
  setOwner: vi.fn(),
  deleteAllMedia: vi.fn(),
}));

const owner = (uid: string) => ({ uid, prefix: 'https://pictures.test/' });

/** A page's resource timeline: its observers and its buffered entries. */
function timeline() {
  let entries: { name: string; startTime: number }[] = [];
  const observers = new Map<object, (list: unknown) => void>();
  const Observer = class {
    readonly #callback: (list: unknown) => void;
    constructor(callback: (list: unknown) => void) {
      this.#callback = callback;
    }
    observe() {
      observers.set(this, this.#callback);
      this.#callback({ getEntries: () => entries });
    }
    disconnect() {
      observers.delete(this);
    }
  };
  vi.stubGlobal('PerformanceObserver', Observer);
  vi.spyOn(performance, 'clearResourceTimings').mockImplementation(() => (entries = []));
  return {
    /** The number of buffered entries and of observers. */
    counts: () => [entries.length, observers.size],
    /** Ends a request that began at `startTime`. */
    end: (name: string, startTime = performance.now()) => {
      const entry = { name: `https://pictures.test/${name}`, startTime };
      entries.push(entry);
      for (const callback of observers.values()) callback({ getEntries: () => [entry] });
    },
  };
}

const cached = () =>
  vi.mocked(cacheRequested).mock.calls.flatMap(([urls, uid]) => urls.map(({ pathname }) => `${uid}${pathname}`));

beforeEach(() => {
  vi.stubGlobal('caches', {});
});
afterEach(() => {
  vi.clearAllMocks();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('caches what was requested before the worker took control, including requests in flight', async () => {
  const { end } = timeline();
  const media = new PageMedia();
  end('a');
  const before = performance.now();
  await media.setOwner(owner('mum'));
  expect(cached()).toEqual([]);
  media.onWorkerControl();
  end('b', before);
  end('c', performance.now() + 1000);
  expect(cached()).toEqual(['mum/a', 'mum/b']);
});

test("never caches one person's requests for the next, whenever the worker takes control", async () => {
  const { end, counts } = timeline();
  for (const when of ['before', 'between', 'after']) {
    const media = new PageMedia();
    await media.setOwner(owner('mum'));
    if (when === 'before') media.onWorkerControl();
    const requestedAt = performance.now() - 1;
    end('mum-photo');
    await media.clear();
    expect(counts(), when).toEqual([0, 0]);
    if (when === 'between') media.onWorkerControl();
    end('mum-late', requestedAt);
    await media.setOwner(owner('dad'));
    end('dad-photo');
    if (when === 'after') media.onWorkerControl();
    expect(
      cached().filter((one) => one.startsWith('dad/requestedAt')),
      when,
    ).toEqual([]);
    if (when === 'after') expect(cached()).toContain('dad/dad-photo');
    await media.clear();
  }
});

test('does nothing without Cache Storage', async () => {
  vi.stubGlobal('caches', undefined);
  const media = new PageMedia();
  await media.setOwner(owner('mum'));
  media.onWorkerControl();
  await media.clear();
  expect(vi.mocked(setOwner)).not.toHaveBeenCalled();
  expect(vi.mocked(deleteAllMedia)).not.toHaveBeenCalled();
});
