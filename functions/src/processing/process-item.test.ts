import { createHash } from 'node:crypto';
import {
  ALL,
  STALE_IMAGE_S,
  itemIdOf,
  LEASE_S,
  PROCESS_ATTEMPTS,
  paths,
  readAlbum,
  readItem,
  ProcessingError,
  type LibraryId,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noOriginals, noQueue, noRenditions } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { ProcessTask, SummaryTask } from '../ports/queue.ts';
import { LeaseHeld, readLease } from './lease.ts';
import { processItem, type ProcessPorts } from './process-item.ts';

const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a photo')]);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const task: ProcessTask = { library: 'a'.repeat(20) as LibraryId, item: itemIdOf(sha256), generation: '7' };
const ITEM = paths.item(task.library, task.item);
const LEASE = paths.lease(task.library, task.item);

const none = (): never => {
  throw new Error('not asked for here');
};

/** A clock that stands still until it is told to pass; what beats, beats then. */
function standing(): { clock: Clock; pass: (seconds: number) => Promise<void> } {
  let now = 1_000_000;
  const beats = new Map<() => void, { every: number; next: number }>();
  const every = (ms: number, act: () => void): (() => void) => {
    beats.set(act, { every: ms, next: now + ms });
    return () => void beats.delete(act);
  };
  const pass = async (seconds: number): Promise<void> => {
    for (const end = now + seconds * 1000; now < end; now += 1000) {
      for (const [act, beat] of beats) {
        if (now < beat.next) continue;
        beat.next += beat.every;
        act();
      }
      await Promise.resolve();
    }
  };
  return { clock: { now: () => now, sleep: none, every }, pass };
}

const beginning = (): Map<string, Fields> =>
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

interface World {
  documents: Map<string, Fields>;
  ports: ProcessPorts;
  /** What `render` does, in the middle of making. */
  during: () => Promise<void> | void;
  pass: (seconds: number) => Promise<void>;
  put: { name: string; token: string }[];
  summaries: SummaryTask[];
  logged: string[];
  item: () => ReturnType<typeof readItem>;
}

function world(): World {
  const documents = beginning();
  const { clock, pass } = standing();
  let tokens = 0;
  const put: World['put'] = [];
  const summaries: SummaryTask[] = [];
  const logged: string[] = [];
  const ports: ProcessPorts = {
    store: fakeDocuments(documents),
    originals: {
      ...noOriginals,
      stat: () => Promise.resolve({ size: bytes.length, generation: '7' }),
      download: () => Promise.resolve({ size: bytes.length, sha256, head: bytes }),
    },
    renditions: { ...noRenditions, put: (name, _body, { token }) => Promise.resolve(void put.push({ name, token })) },
    images: {
      measure: () => Promise.resolve({ width: 40, height: 30 }),
      render: async () => {
        await at.during();
        const stills = { type: 'image/jpeg', grid: bytes, screen: bytes } as const;
        return { ...stills, thumbhash: 'AAAA', phash: '0123456789abcdef' };
      },
      readMetadata: () => Promise.resolve({ timestamps: {} }),
    },
    videos: { probe: none, extractFrame: none, transcode: none },
    embeddedMedia: {
      preview: none,
      motion: () => Promise.resolve(undefined),
      contentIdentifier: () => Promise.resolve(undefined),
    },
    queue: { ...noQueue, summarizeAlbum: (summary) => Promise.resolve(void summaries.push(summary)) },
    clock,
    ids: { ...noIds, token: () => `token ${(tokens += 1)}` },
    tempFolders: { withFolder: (story) => story('/nowhere') },
    log: (what) => void logged.push(what),
  };
  const item = (): ReturnType<typeof readItem> => readItem(documents.get(ITEM));
  const at: World = { documents, ports, during: () => undefined, pass, put, summaries, logged, item };
  return at;
}

const broken = (): never => {
  throw new Error('the network went');
};

test('an item is made, recorded and counted, and its lease given back', async () => {
  const at = world();
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
  expect(at.summaries.map(({ album }) => album)).toEqual([ALL]);
});

test('the video of a Live Photo has no entry of its own, however often it is made', async () => {
  const at = world();
  at.documents.set(ITEM, { ...at.documents.get(ITEM), motionOf: 'c'.repeat(32) });
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'ready', motionOf: 'c'.repeat(32) });
  expect(at.documents.has(paths.entry(task.library, ALL, task.item))).toBe(false);
});

test('what is made says by what it finds the other half of a Live Photo', async () => {
  const at = world();
  Object.assign(at.ports.embeddedMedia, { contentIdentifier: () => Promise.resolve('ID') });
  await processItem(at.ports, task);
  expect(at.item().mediaInfo?.pairing).toEqual(['apple:ID', 'name:me//a']);
});

test('what nobody foresaw is thrown to be tried again, and the last try gives up by name', async () => {
  const at = world();
  at.during = broken;
  for (let tried = 1; tried < PROCESS_ATTEMPTS; tried++) {
    await expect(processItem(at.ports, task)).rejects.toThrow('the network went');
    expect([at.item().state, readLease(at.documents.get(LEASE)).tries]).toEqual(['processing', tried]);
  }
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'failed', failure: 'gave-up' });
  expect(at.documents.has(LEASE)).toBe(false);
});

test('every try writes under the same token, so that one that hangs on changes nothing', async () => {
  const at = world();
  let tries = 0;
  at.ports.embeddedMedia.contentIdentifier = () => ((tries += 1) === 1 ? broken() : Promise.resolve(undefined));
  await expect(processItem(at.ports, task)).rejects.toThrow();
  await processItem(at.ports, task);
  expect(at.put).toHaveLength(4);
  expect(new Set(at.put.map(({ token }) => token)).size).toBe(1);
});

test('what the bytes are to blame for is not tried again', async () => {
  const at = world();
  at.during = () => {
    throw new ProcessingError('unreadable');
  };
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'failed', failure: 'unreadable' });
  expect(at.put).toEqual([]);
});

test('a try that ended before it told the albums is made good by the next', async () => {
  const at = world();
  const { summarizeAlbum } = at.ports.queue;
  Object.assign(at.ports.queue, { summarizeAlbum: broken });
  await expect(processItem(at.ports, task)).rejects.toThrow();
  Object.assign(at.ports.queue, { summarizeAlbum });
  await processItem(at.ports, task);
  expect(at.item().state).toBe('ready');
  expect(at.summaries).toEqual([{ library: task.library, album: ALL, at: at.item().changed }]);
  expect(at.put).toHaveLength(2);
});

test('a lease is extended for as long as its holder lives, and nobody else makes the item meanwhile', async () => {
  const at = world();
  at.during = async () => {
    await at.pass(3 * LEASE_S);
    await expect(processItem(at.ports, task)).rejects.toThrow(LeaseHeld);
  };
  await processItem(at.ports, task);
  expect(at.item().state).toBe('ready');
});

test('who lost the lease records nothing', async () => {
  const at = world();
  at.during = () => {
    const lease = at.documents.get(LEASE);
    at.documents.set(LEASE, { ...lease, holder: 'somebody else' });
  };
  await processItem(at.ports, task);
  expect(at.item().state).toBe('processing');
  expect([at.summaries, at.logged]).toEqual([[], ['lost the lease']]);
  expect(readLease(at.documents.get(LEASE)).holder).toBe('somebody else');
});

test('a lease whose holder died ends, and a new upload begins its count anew', async () => {
  const at = world();
  const lease = { holder: 'the dead', until: at.ports.clock.now() + 5000, generation: '6', tries: PROCESS_ATTEMPTS };
  at.documents.set(LEASE, { ...lease, token: 'kept' });
  await expect(processItem(at.ports, task)).rejects.toThrow(LeaseHeld);
  await at.pass(6);
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'ready', token: 'kept' });
});

test('an original of which only a part came is not judged, let alone taken away', async () => {
  const at = world();
  at.ports.originals.download = () => Promise.resolve({ size: 3, sha256: '0'.repeat(64), head: bytes });
  await expect(processItem(at.ports, task)).rejects.toThrow(`3 of ${bytes.length} bytes`);
  expect(at.item().state).toBe('processing');
});

test('a task that comes again much later lets no album be counted that was counted since', async () => {
  const at = world();
  await processItem(at.ports, task);
  await at.pass(3600);
  await processItem(at.ports, task);
  const [first, again] = at.summaries.map((summary) => summary.at);
  expect((again ?? 0) - (first ?? 0)).toBe(60_000);
});

/** An item that was made once and is asked for again. */
async function shown(): Promise<World> {
  const at = world();
  await processItem(at.ports, task);
  at.put.length = 0;
  at.documents.set(ITEM, { ...at.documents.get(ITEM), targetRev: 2 });
  const cover = { item: task.item, rev: 1, token: at.item().token, file: 'grid' };
  const times = { createdAt: new Date(0), summarizedAt: new Date(0) };
  const album = { title: '모두', by: 'me', audience: { kind: 'library' }, readers: ['me'], count: 1, cover, ...times };
  at.documents.set(paths.album(task.library, ALL), album);
  return at;
}

test('a revision that is requested while another is processed stays requested', async () => {
  const at = await shown();
  const path = paths.item(task.library, task.item);
  at.during = () => void at.documents.set(path, { ...at.documents.get(path), targetRev: 3 });
  await processItem(at.ports, task);
  expect([at.item().rev, at.item().targetRev]).toEqual([2, 3]);
});

test('what is made again is shown as it was until the new rev is recorded, on the cover too', async () => {
  const at = await shown();
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
  expect(readAlbum(at.documents.get(paths.album(task.library, ALL))).cover).toMatchObject({ rev: 2, token });
  // The older one may be looked at for a while; counted it is once.
  expect(at.documents.get(paths.staleItem(task.library, task.item))).toEqual({
    until: new Date(at.ports.clock.now() + STALE_IMAGE_S * 1000),
  });
  const counters = [...at.documents].filter(([path]) => path.includes('/counters/'));
  expect(counters.map(([, fields]) => fields['items'])).toEqual([1]);
});

test('what cannot be made again stays as it is shown, says so, and loses nothing', async () => {
  for (const [fails, failure] of [
    [() => Promise.reject(new ProcessingError('unreadable')), 'unreadable'],
    [() => Promise.reject(new Error('the network went')), 'gave-up'],
  ] as const) {
    const at = await shown();
    const { token } = at.item();
    at.during = fails;
    for (let tried = 1; tried <= PROCESS_ATTEMPTS && at.item().targetRev !== undefined; tried++)
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

test('an original that reads wrong when it is made again is never removed', async () => {
  const at = await shown();
  at.ports.originals.download = () => Promise.resolve({ size: bytes.length, sha256: '0'.repeat(64), head: bytes });
  at.ports.originals.remove = none;
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'ready', rev: 1, failure: 'damaged' });
});

test('what killed every machine when it was made again stays as it is shown', async () => {
  const at = await shown();
  const lease = { holder: 'the dead', until: 0, generation: '7', tries: PROCESS_ATTEMPTS, token: 'kept' };
  at.documents.set(LEASE, { ...lease, until: new Date(0) });
  await processItem(at.ports, task);
  expect(at.item()).toMatchObject({ state: 'ready', rev: 1, failure: 'gave-up' });
  expect(at.documents.get(LEASE)).toBeUndefined();
});
