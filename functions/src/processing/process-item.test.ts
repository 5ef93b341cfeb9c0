import { createHash } from 'node:crypto';
import {
  ALL,
  TRASH,
  STALE_IMAGE_S,
  itemIdOf,
  LEASE_S,
  PROCESS_ATTEMPTS,
  paths,
  readItem,
  ProcessingError,
  type LibraryId,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noOriginals, noQueue, noRenditions, noSources, noVideos } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { ProcessTask, IndexTask } from '../ports/queue.ts';
import { LockHeld } from '../concurrency/lock.ts';
import { readLease } from './lease.ts';
import { processItem, type ProcessPorts } from './process-item.ts';

const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a photo')]);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const task: ProcessTask = { library: 'a'.repeat(20) as LibraryId, item: itemIdOf(sha256), generation: '7' };
const ITEM = paths.item(task.library, task.item);
const LEASE = paths.lease(task.library, task.item);

const unexpected = (): never => {
  throw new Error('unexpected call');
};

/** A clock that advances, and runs intervals, only on request. */
function fakeClock(): { clock: Clock; pass: (seconds: number) => Promise<void> } {
  let now = 1_000_000;
  const intervals = new Map<() => void, { every: number; next: number }>();
  const every = (ms: number, callback: () => void): (() => void) => {
    intervals.set(callback, { every: ms, next: now + ms });
    return () => void intervals.delete(callback);
  };
  const pass = async (seconds: number): Promise<void> => {
    for (const end = now + seconds * 1000; now < end; now += 1000) {
      for (const [callback, interval] of intervals) {
        if (now < interval.next) continue;
        interval.next += interval.every;
        callback();
      }
      await Promise.resolve();
    }
  };
  return { clock: { now: () => now, sleep: unexpected, every }, pass };
}

const initialDocuments = (): Map<string, Fields> =>
  new Map<string, Fields>([
    [paths.library(task.library), { name: '집', timeZone: 'Asia/Seoul', roles: { me: 'owner' }, members: ['me'] }],
    [paths.album(task.library, ALL), {}],
    [
      ITEM,
      {
        ...{ state: 'processing', uploader: 'me', fileName: 'a.jpg', size: bytes.length, albums: [ALL], rev: 1 },
        addedAt: new Date(0),
      },
    ],
  ]);

interface Setup {
  documents: Map<string, Fields>;
  ports: ProcessPorts;
  /** Runs during `render`. */
  during: () => Promise<void> | void;
  pass: (seconds: number) => Promise<void>;
  put: { name: string; token: string }[];
  indexings: IndexTask[];
  logged: string[];
  item: () => ReturnType<typeof readItem>;
}

function setup(): Setup {
  const documents = initialDocuments();
  const { clock, pass } = fakeClock();
  let tokens = 0;
  const put: Setup['put'] = [];
  const indexings: IndexTask[] = [];
  const logged: string[] = [];
  const ports: ProcessPorts = {
    store: fakeDocuments(documents),
    originals: {
      ...noOriginals,
      stat: () => Promise.resolve({ size: bytes.length, generation: '7' }),
      head: () => Promise.resolve(bytes),
      download: () => Promise.resolve({ size: bytes.length, sha256, head: bytes }),
    },
    renditions: { ...noRenditions, put: (name, _body, { token }) => Promise.resolve(void put.push({ name, token })) },
    sources: noSources,
    images: {
      measure: () => Promise.resolve({ width: 40, height: 30 }),
      render: async () => {
        await at.during();
        const images = { type: 'image/jpeg', grid: bytes, screen: bytes } as const;
        return { ...images, thumbhash: 'AAAA', phash: '0123456789abcdef' };
      },
      readMetadata: () => Promise.resolve({ timestamps: {} }),
    },
    videos: noVideos,
    embeddedMedia: {
      preview: unexpected,
      motion: () => Promise.resolve(undefined),
      contentIdentifier: () => Promise.resolve(undefined),
    },
    queue: { ...noQueue, indexAlbum: (indexing) => Promise.resolve(void indexings.push(indexing)) },
    clock,
    ids: { ...noIds, token: () => `token ${(tokens += 1)}` },
    tempFolders: { withFolder: (callback) => callback('/nowhere') },
    log: (what) => void logged.push(what),
  };
  const item = (): ReturnType<typeof readItem> => readItem(documents.get(ITEM));
  const at: Setup = { documents, ports, during: () => undefined, pass, put, indexings, logged, item };
  return at;
}

const failWithNetworkError = (): never => {
  throw new Error('network error');
};

test('writes renditions, commits the item and its entries, schedules indexing and releases the lease', async () => {
  const at = setup();
  await processItem(at.ports, task);
  const { state, mediaInfo, token } = at.item();
  expect([state, mediaInfo?.kind, mediaInfo?.width, mediaInfo?.phash]).toEqual([
    'ready',
    'photo',
    40,
    '0123456789abcdef',
  ]);
  expect(at.put.map(({ name }) => name)).toEqual([
    `r/${task.library}/${task.item}/1/grid`,
    `r/${task.library}/${task.item}/1/screen`,
  ]);
  expect(new Set(at.put.map((one) => one.token))).toEqual(new Set([token]));
  expect(at.documents.get(paths.entry(task.library, ALL, task.item))).toMatchObject({ kind: 'photo', token });
  expect(at.documents.has(LEASE)).toBe(false);
  expect(at.indexings.map(({ album }) => album)).toEqual([ALL]);
});

test('shows an item that is in the trash there, and one that was deleted nowhere', async () => {
  const fields = { trashedAt: new Date(1) };
  for (const [over, entries] of [
    [fields, [TRASH]],
    [{ deletedAt: new Date(1) }, []],
  ] as const) {
    const at = setup();
    at.documents.set(paths.album(task.library, TRASH), {});
    at.documents.set(ITEM, { ...at.documents.get(ITEM), ...over });
    await processItem(at.ports, task);
    expect(at.item().state).toBe('ready');
    const shown = [ALL, TRASH].filter((album) => at.documents.has(paths.entry(task.library, album, task.item)));
    expect([shown, at.indexings.map(({ album }) => album)]).toEqual([entries, entries]);
  }
});

test('processes nothing that is being purged', async () => {
  const at = setup();
  at.documents.set(ITEM, { ...at.documents.get(ITEM), deletedAt: new Date(1), isPurging: true });
  await processItem(at.ports, task);
  expect(at.put).toEqual([]);
  expect(at.documents.has(LEASE)).toBe(false);
});

test('writes no entry for the video of a Live Photo', async () => {
  const at = setup();
  at.documents.set(ITEM, { ...at.documents.get(ITEM), motionOf: 'c'.repeat(32) });
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'ready', motionOf: 'c'.repeat(32) });
  expect(at.documents.has(paths.entry(task.library, ALL, task.item))).toBe(false);
});

test('stores the pairing keys of a Live Photo', async () => {
  const at = setup();
  Object.assign(at.ports.embeddedMedia, { contentIdentifier: () => Promise.resolve('ID') });
  await processItem(at.ports, task);
  expect(at.item().mediaInfo?.pairing).toEqual(['apple:ID', 'name:me//a']);
});

test('throws unexpected errors for a retry, and fails with attempts-exhausted after the last attempt', async () => {
  const at = setup();
  at.during = failWithNetworkError;
  for (let attempts = 1; attempts < PROCESS_ATTEMPTS; attempts++) {
    await expect(processItem(at.ports, task)).rejects.toThrow('network error');
    expect([at.item().state, readLease(at.documents.get(LEASE)).tries]).toEqual(['processing', attempts]);
  }
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'failed', failure: 'attempts-exhausted' });
  expect(at.documents.has(LEASE)).toBe(false);
});

test('all attempts use the same token', async () => {
  const at = setup();
  let tries = 0;
  at.ports.embeddedMedia.contentIdentifier = () =>
    (tries += 1) === 1 ? failWithNetworkError() : Promise.resolve(undefined);
  await expect(processItem(at.ports, task)).rejects.toThrow();
  await processItem(at.ports, task);
  expect(at.put).toHaveLength(4);
  expect(new Set(at.put.map(({ token }) => token)).size).toBe(1);
});

test('fails without a retry if the file is the cause', async () => {
  const at = setup();
  at.during = () => {
    throw new ProcessingError('unreadable');
  };
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'failed', failure: 'unreadable' });
  expect(at.put).toEqual([]);
});

test('schedules indexing in the next attempt if one crashed before doing so', async () => {
  const at = setup();
  const { indexAlbum } = at.ports.queue;
  Object.assign(at.ports.queue, { indexAlbum: failWithNetworkError });
  await expect(processItem(at.ports, task)).rejects.toThrow();
  Object.assign(at.ports.queue, { indexAlbum });
  await processItem(at.ports, task);
  expect(at.item().state).toBe('ready');
  expect(at.indexings).toMatchObject([{ library: task.library, album: ALL }]);
  expect(at.put).toHaveLength(2);
});

test('extends the lease during processing, so that no other task starts', async () => {
  const at = setup();
  at.during = async () => {
    await at.pass(3 * LEASE_S);
    await expect(processItem(at.ports, task)).rejects.toThrow(LockHeld);
  };
  await processItem(at.ports, task);
  expect(at.item().state).toBe('ready');
});

test('commits nothing after losing the lease', async () => {
  const at = setup();
  at.during = () => {
    const lease = at.documents.get(LEASE);
    at.documents.set(LEASE, { ...lease, holder: 'another task' });
  };
  await processItem(at.ports, task);
  expect(at.item().state).toBe('processing');
  expect([at.indexings, at.logged]).toEqual([[], ['lease lost']]);
  expect(readLease(at.documents.get(LEASE)).holder).toBe('another task');
});

test('takes over an expired lease, and resets the number of attempts for a new upload', async () => {
  const at = setup();
  const lease = { holder: 'crashed', until: at.ports.clock.now() + 5000, generation: '6', tries: PROCESS_ATTEMPTS };
  at.documents.set(LEASE, { ...lease, token: 'kept' });
  await expect(processItem(at.ports, task)).rejects.toThrow(LockHeld);
  await at.pass(6);
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'ready', token: 'kept' });
});

test('throws if the download was incomplete, and keeps the original', async () => {
  const at = setup();
  at.ports.originals.download = () => Promise.resolve({ size: 3, sha256: '0'.repeat(64), head: bytes });
  await expect(processItem(at.ports, task)).rejects.toThrow(`3 of ${bytes.length} bytes`);
  expect(at.item().state).toBe('processing');
});

/** Processes an item, and requests its reprocessing. */
async function setupReprocessing(): Promise<Setup> {
  const at = setup();
  await processItem(at.ports, task);
  at.put.length = 0;
  at.documents.set(ITEM, { ...at.documents.get(ITEM), targetRev: 2 });
  const times = { createdAt: new Date(0) };
  const album = { title: '모두', by: 'me', audience: { kind: 'library' }, readers: ['me'], count: 1, ...times };
  at.documents.set(paths.album(task.library, ALL), album);
  return at;
}

test('a rev that is requested during reprocessing stays requested', async () => {
  const at = await setupReprocessing();
  const path = paths.item(task.library, task.item);
  at.during = () => void at.documents.set(path, { ...at.documents.get(path), targetRev: 3 });
  await processItem(at.ports, task);
  expect([at.item().rev, at.item().targetRev]).toEqual([2, 3]);
});

test('a rev that is requested during a reprocessing that fails stays requested', async () => {
  const at = await setupReprocessing();
  at.during = () => {
    at.documents.set(ITEM, { ...at.documents.get(ITEM), targetRev: 3 });
    throw new ProcessingError('unreadable');
  };
  await processItem(at.ports, task);
  expect([at.item().rev, at.item().targetRev, at.item().failure]).toEqual([1, 3, undefined]);
  at.during = () => undefined;
  await processItem(at.ports, task);
  expect([at.item().rev, at.item().targetRev]).toEqual([3, undefined]);
});

test('an item in reprocessing is displayed unchanged until the new rev is committed', async () => {
  const at = await setupReprocessing();
  const before = at.item();
  const ENTRY = paths.entry(task.library, ALL, task.item);
  at.during = () => expect([at.item().state, at.item().rev, at.documents.get(ENTRY)?.['rev']]).toEqual(['ready', 1, 1]);
  await processItem(at.ports, task);
  const { state, rev, targetRev, token } = at.item();
  expect([state, rev, targetRev]).toEqual(['ready', 2, undefined]);
  expect(token).not.toBe(before.token);
  expect(at.put.map(({ name }) => name)).toEqual([
    `r/${task.library}/${task.item}/2/grid`,
    `r/${task.library}/${task.item}/2/screen`,
  ]);
  expect(at.documents.get(ENTRY)).toMatchObject({ rev: 2, token });
  // The old rev is kept for a while.
  expect(at.documents.get(paths.staleItem(task.library, task.item))).toEqual({
    until: new Date(at.ports.clock.now() + STALE_IMAGE_S * 1000),
  });
});

test('a failed reprocessing leaves the item ready with a failure, and can be requested again', async () => {
  for (const [fails, failure] of [
    [() => Promise.reject(new ProcessingError('unreadable')), 'unreadable'],
    [() => Promise.reject(new Error('network error')), 'attempts-exhausted'],
  ] as const) {
    const at = await setupReprocessing();
    const { token } = at.item();
    at.during = fails;
    for (let attempts = 1; attempts <= PROCESS_ATTEMPTS && at.item().targetRev !== undefined; attempts++)
      await processItem(at.ports, task).catch(() => undefined);
    expect(at.item()).toMatchObject({ state: 'ready', rev: 1, token, failure });
    expect(at.item().targetRev).toBeUndefined();
    expect(at.item().mediaInfo?.kind).toBe('photo');
    expect(at.documents.has(LEASE)).toBe(false);
    at.during = () => undefined;
    at.documents.set(ITEM, { ...at.documents.get(ITEM), targetRev: 2 });
    await processItem(at.ports, task);
    expect(at.item()).toMatchObject({ state: 'ready', rev: 2 });
    expect(at.item().failure).toBeUndefined();
  }
});

test('reprocessing never deletes the original, even if its hash does not match', async () => {
  const at = await setupReprocessing();
  at.ports.originals.download = () => Promise.resolve({ size: bytes.length, sha256: '0'.repeat(64), head: bytes });
  at.ports.originals.remove = unexpected;
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'ready', rev: 1, failure: 'damaged' });
});

test('an item stays ready if every attempt to reprocess it crashed', async () => {
  const at = await setupReprocessing();
  const lease = { holder: 'crashed', until: 0, generation: '7', tries: PROCESS_ATTEMPTS, token: 'kept' };
  at.documents.set(LEASE, { ...lease, until: new Date(0) });
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'ready', rev: 1, failure: 'attempts-exhausted' });
  expect(at.documents.get(LEASE)).toBeUndefined();
});
