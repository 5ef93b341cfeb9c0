import {
  ALL,
  itemRenditionsPrefix,
  paths,
  ProcessingError,
  readEntry,
  readItem,
  renditionName,
  TRASH,
  type ItemId,
} from '@maru/model';
import { expect, test } from 'vitest';
import { Simulator, type Delivery } from '../../testing/simulator/simulator.ts';
import { library, me, summer, type SampleFile } from '../../testing/simulator/sample-files.ts';
import { countingStore } from '../api/counting-store.ts';
import { purgeDeleted } from '../trash/purge-deleted.ts';
import { trashItems } from '../trash/trash-items.ts';
import { reprocessItem } from '../processing/reprocess-item.ts';

interface Tape {
  readonly world: Simulator;
  readonly item: ItemId;
  readonly known: () => ReturnType<typeof readItem>;
  readonly entry: () => ReturnType<typeof readEntry> | undefined;
  /** The names of its objects of a rev below `stream/`, chunks only. */
  readonly chunks: (rev?: number) => string[];
  readonly playlist: (file: string, rev?: number) => string;
}

/** A tape of four chunks, or a smaller file, whose task of the video queue is pending. */
async function uploadedTape(tape: Partial<Simulator['tape']> = {}, kind: SampleFile = 'tape'): Promise<Tape> {
  const world = new Simulator();
  Object.assign(world.tape, tape);
  const item = world.upload(kind, 1);
  await world.deliver(world.pending.pop() as Delivery);
  return {
    ...{ world, item },
    known: () => readItem(world.documents.get(paths.item(library, item))),
    entry: () => {
      const fields = world.documents.get(paths.entry(library, ALL, item));
      return fields && readEntry(fields);
    },
    chunks: (rev = 1) =>
      [...world.renditions.keys()]
        .filter((name) => name.startsWith(renditionName(library, item, rev, 'stream/')) && name.endsWith('.mp4'))
        .map((name) => name.split('/stream/')[1] ?? '')
        .sort(),
    playlist: (file, rev = 1) => world.playlists.get(renditionName(library, item, rev, `stream/${file}`)) ?? '',
  };
}

/** The same when its first part can be watched. What follows is pending. */
async function startedTape(tape?: Partial<Simulator['tape']>, kind?: SampleFile): Promise<Tape> {
  const started = await uploadedTape(tape, kind);
  await started.world.deliver(started.world.pending.shift() as Delivery);
  return started;
}

/** Kills the next task after each number of steps; its end must be that of `reference`. Returns how often it was killed. */
async function crashEverywhere(begin: () => Promise<Tape>, reference: Tape): Promise<number> {
  await reference.world.settle();
  for (let life = 0; ; life += 1) {
    const { world } = await begin();
    const victim = world.pending.find(({ what }) => /^(make|part)/.test(what));
    world.pending = world.pending.filter((one) => one !== victim);
    await world.deliver(victim as Delivery, world.machine(life));
    const isKilled = world.deaths > 0;
    await world.settle();
    expect(world.end, `killed after ${String(life)} steps`).toEqual(reference.world.end);
    if (!isKilled) return life;
  }
}

/** A clip of less than a minute in 720 lines, which cannot be copied or can. */
const CLIP = { announced: 50, seconds: 50, height: 720 } as const;

const partsOf = (chunks: number): string[] =>
  Array.from({ length: chunks }, (_, n) => [`180-${n}.mp4`, `240-${n}.mp4`, `sound-${n}.mp4`])
    .flat()
    .sort();
const leftOf = (world: Simulator): string[] => [...world.documents.keys()].filter((path) => path.includes('/streams/'));

test('a tape can be watched as soon as its first chunk and sound are stored, and is complete when all parts are', async () => {
  const { world, item, known, entry, chunks, playlist } = await startedTape();
  expect(known()).toMatchObject({
    state: 'ready',
    progress: 0.29,
    mediaInfo: { duration: 210, variants: ['240', '180'] },
  });
  expect(entry()).toMatchObject({ progress: 0.29 });
  expect(playlist('240.m3u8')).toContain('EXT-X-PLAYLIST-TYPE:EVENT');
  expect(playlist('240.m3u8')).not.toContain('240-1.mp4');
  expect(playlist('sound.m3u8')).not.toContain('sound-1.mp4');
  expect(playlist('master.m3u8')).toContain('GROUP-ID="sound"');
  const waiting = world.pending.map(({ what }) => what).filter((what) => what.startsWith('part'));
  expect(waiting).toEqual([1, 2, 3, 'hash'].map((part) => `part ${String(part)} of ${item}`));

  await world.settle();
  expect(known()).toMatchObject({ state: 'ready', mediaInfo: { duration: 210 } });
  expect([known().progress, entry()?.progress]).toEqual([undefined, undefined]);
  expect(chunks()).toEqual(partsOf(4));
  for (const file of ['240.m3u8', 'sound.m3u8']) {
    expect(playlist(file).match(/EXTINF/g)).toHaveLength(4);
    expect(playlist(file)).toContain('#EXT-X-ENDLIST');
    expect(playlist(file)).not.toContain('DISCONTINUITY');
  }
  expect(leftOf(world)).toEqual([]);
});

test('a short video that was inspected to decide how to process it is not inspected again', async () => {
  const { world, known } = await startedTape({ announced: 6 });
  // The size that was found by URL: the local file would be found to have another.
  expect(known()).toMatchObject({ state: 'ready', mediaInfo: { width: 320, height: 240, variants: ['360'] } });
  expect(leftOf(world)).toEqual([]);
});

test('a crash after any step of any part changes nothing in the end', async () => {
  const reference = await startedTape();
  await reference.world.settle();
  let kills = 0;
  for (let nth = 0; nth < 5; nth += 1) {
    for (let life = 0; ; life += 1) {
      const { world } = await startedTape();
      const parts = world.pending.filter(({ what }) => what.startsWith('part'));
      // The last one comes after all others: it completes the item.
      if (nth === 4) for (const part of parts.slice(0, 3)) await world.deliver(part);
      const victim = nth === 4 ? parts[3] : parts[nth];
      if (!victim) throw new Error('no such part');
      world.pending = world.pending.filter((one) => one !== victim && (nth < 4 || !parts.includes(one)));
      await world.deliver(victim, world.machine(life));
      const isKilled = world.deaths > 0;
      await world.settle();
      expect(world.end, `part ${String(nth)} killed after ${String(life)} steps`).toEqual(reference.world.end);
      if (!isKilled) break;
      kills += 1;
    }
  }
  expect(kills).toBeGreaterThan(40);
});

test('a sweep finds a stream whose tasks were lost; parts may come twice and in any order', async () => {
  const reference = await startedTape();
  await reference.world.settle();
  const lost = await startedTape();
  lost.world.pending.length = 0;
  lost.world.now += 3600_000;
  await lost.world.settle();
  expect(lost.world.end).toEqual(reference.world.end);
  const twice = await startedTape();
  twice.world.pending = [...twice.world.pending, ...twice.world.pending].reverse();
  await twice.world.settle();
  expect(twice.world.end).toEqual(reference.world.end);
});

test.each([
  [245, 235, 4],
  [245, 240, 4],
  [210, 240, 4],
  [210, 300, 5],
  [undefined, 150, 3],
])('a tape that announces %d s and plays for %d has %d chunks', async (announced, seconds, count) => {
  const { world, known, chunks } = await startedTape({ announced, seconds });
  await world.settle();
  expect(chunks()).toEqual(partsOf(count));
  expect(known().mediaInfo?.duration).toBe(seconds);
});

test('a tape that plays for much less than it announces is not complete', async () => {
  const { world, known } = await startedTape({ seconds: 70 });
  await world.settle();
  expect(known()).toMatchObject({ state: 'failed', failure: 'unreadable' });
});

test('a copied variant can be watched whole before the others are encoded', async () => {
  const { world, known, chunks, playlist } = await startedTape({ isCopyable: true });
  expect(known()).toMatchObject({ state: 'ready', progress: 1, mediaInfo: { variants: ['240'] } });
  expect(playlist('240.m3u8')).toContain('#EXT-X-ENDLIST');
  expect(playlist('master.m3u8')).not.toContain('180.m3u8');
  await world.settle();
  expect(known().progress).toBeUndefined();
  expect(known().mediaInfo?.variants).toEqual(['240', '180']);
  expect(playlist('master.m3u8')).toContain('180.m3u8');
  expect(chunks()).toEqual(partsOf(4));
});

test.each([
  ['copied', { ...CLIP, isCopyable: true }, '720'],
  ['encoded', CLIP, '480'],
])('of a clip, a lead that is %s can be watched before the others are encoded', async (_, tape, name) => {
  const { world, item, known, entry, chunks, playlist } = await startedTape(tape, 'clip');
  expect(known()).toMatchObject({ state: 'ready', progress: 1, mediaInfo: { duration: 50, variants: [name] } });
  expect([entry()?.progress, chunks()]).toEqual([1, [`${name}-0.mp4`, 'sound-0.mp4']]);
  expect(playlist('master.m3u8').match(/\d+\.m3u8/g)).toEqual([`${name}.m3u8`]);
  expect(playlist(`${name}.m3u8`)).toContain('#EXT-X-ENDLIST');
  // The hash of a small file is compared before it is shown, in the same task.
  const waiting = world.pending.map(({ what }) => what).filter((what) => what.startsWith('part'));
  expect(waiting).toEqual([`part 0 of ${item}`]);

  await world.settle();
  expect([known().progress, entry()?.progress]).toEqual([undefined, undefined]);
  const all = ['720', '480', '360', '240'];
  expect(known().mediaInfo?.variants).toEqual(all);
  expect(playlist('master.m3u8').match(/\d+(?=\.m3u8)/g)).toEqual(all);
  expect(chunks()).toEqual([...all, 'sound'].map((one) => `${one}-0.mp4`).sort());
  expect(leftOf(world)).toEqual([]);
});

test.each([
  ['copied', { ...CLIP, isCopyable: true }],
  ['encoded', CLIP],
])(
  'a crash after any step of the first task of a clip whose lead is %s changes nothing in the end',
  async (_, tape) => {
    const kills = await crashEverywhere(() => uploadedTape(tape, 'clip'), await uploadedTape(tape, 'clip'));
    expect(kills).toBeGreaterThan(40);
  },
);

// In two albums, without its upload: docs/costs.md.
test.each([
  ['whole', 'video', 'make', [15, 8, 1]],
  ['in parts', 'clip', 'make part', [99, 39, 9]],
] as const)('a clip that is processed %s costs no more than it did', async (_, kind, tasks, most) => {
  const { world, known } = await uploadedTape({ ...CLIP, isCopyable: true }, kind);
  const machine = world.machine();
  const { store, reads, writes, deletes } = countingStore(machine.store);
  const ran: string[] = [];
  for (let next = world.pending.shift(); next; next = world.pending.shift()) {
    const [what = ''] = next.what.split(' ');
    if (what !== 'index' && what !== 'strip') ran.push(what);
    await next.run({ ...machine, store });
  }
  expect(known().progress).toBeUndefined();
  expect(ran.join(' ')).toBe(tasks);
  for (const [n, count] of [reads(), writes(), deletes()].entries()) expect(count).toBeLessThanOrEqual(most[n] ?? 0);
});

test('a crash after any step of encoding the rest of a clip changes nothing in the end', async () => {
  const kills = await crashEverywhere(() => startedTape(CLIP, 'clip'), await startedTape(CLIP, 'clip'));
  expect(kills).toBeGreaterThan(10);
});

test('a lead is published while it is encoded', async () => {
  const { world, known, chunks } = await uploadedTape({ announced: 210, seconds: 210, height: 720 }, 'clip');
  const shown: unknown[] = [];
  const machine = world.machine();
  const { transcodeLead } = machine.videos;
  machine.videos.transcodeLead = (media, options, folder, onChunk) =>
    transcodeLead(media, options, folder, async (chunk) => {
      await onChunk(chunk);
      shown.push([known().state, known().progress]);
    });
  await world.deliver(world.pending.shift() as Delivery, machine);
  // Only the end tells which chunk is the last.
  expect(shown.slice(1)).toEqual([0.57, 0.86, 0.86].map((progress) => ['ready', progress]));
  expect(known().progress).toBe(1);
  await world.settle();
  expect(known().progress).toBeUndefined();
  expect(chunks().filter((name) => name.startsWith('480'))).toHaveLength(4);
});

test('bytes of a clip that are not those announced are never shown, even if they can be played', async () => {
  const { world, known, entry } = await startedTape(CLIP, 'damaged-clip');
  expect([known().state, known().failure, entry(), world.originals.size]).toEqual(['failed', 'damaged', undefined, 0]);
  expect([world.renditions.size, leftOf(world)]).toEqual([0, []]);
});

test('a lead that takes longer than one task is encoded with the others', async () => {
  const { world, known, chunks } = await uploadedTape({ ...CLIP, announced: 210, seconds: 210 }, 'clip');
  const machine = world.machine();
  machine.videos.transcodeLead = () => Promise.reject(new ProcessingError('timed-out'));
  await world.deliver(world.pending.shift() as Delivery, machine);
  await world.settle();
  expect(known()).toMatchObject({ state: 'ready', mediaInfo: { variants: ['720', '480', '360', '240'] } });
  expect(chunks()).toHaveLength(4 * 5);
  expect(leftOf(world)).toEqual([]);
});

test('what may be the video of a Live Photo is encoded whole', async () => {
  const { world, chunks } = await uploadedTape({ announced: 3, seconds: 3, height: 1080 }, 'clip');
  await world.settle();
  expect(chunks()).toEqual(['360-0.mp4']);
});

test('a clip that a guest added is encoded whole', async () => {
  const { world, item, known, chunks } = await uploadedTape(CLIP, 'clip');
  const path = paths.item(library, item);
  world.documents.set(path, { ...world.documents.get(path), guest: '손님', albums: [] });
  await world.settle();
  expect(chunks()).toEqual(['360-0.mp4']);
  expect(known().progress).toBeUndefined();
});

test('a source that only seems fit for copying is encoded', async () => {
  const { world, known, chunks, playlist } = await startedTape({ isCopyable: true, isUnfit: true });
  await world.settle();
  expect(known()).toMatchObject({ state: 'ready', mediaInfo: { duration: 210, variants: ['240', '180'] } });
  expect(known().progress).toBeUndefined();
  expect(chunks()).toEqual(partsOf(4));
  expect(playlist('240.m3u8').match(/EXTINF/g)).toHaveLength(4);
  expect(leftOf(world)).toEqual([]);
});

test('a chunk that cannot be encoded, and bytes that are not those announced, withdraw a tape that was shown', async () => {
  const broken = await startedTape({ broken: 2 });
  expect(broken.entry()).toBeDefined();
  await broken.world.settle();
  expect(broken.known()).toMatchObject({ state: 'failed', failure: 'unreadable' });
  expect([broken.entry(), broken.chunks(), leftOf(broken.world)]).toEqual([undefined, [], []]);
  expect(broken.world.originals.size).toBe(1);

  const world = new Simulator();
  const item = world.upload('damaged-tape', 1);
  await world.settle();
  const { state, failure, mediaInfo, progress } = readItem(world.documents.get(paths.item(library, item)));
  expect([state, failure, mediaInfo, progress]).toEqual(['failed', 'damaged', undefined, undefined]);
  expect([world.originals.size, world.renditions.size]).toEqual([0, 0]);
});

test('a reprocessed tape shows its old rev until the new one is complete; a running one is not reprocessed', async () => {
  const { world, item, known, chunks } = await startedTape();
  const request = () => reprocessItem(world.machine(), { uid: me }, { library, item });
  await request();
  expect(known().targetRev).toBeUndefined();
  await world.settle();
  await request();
  await world.deliver(world.pending.shift() as Delivery);
  expect(known()).toMatchObject({ state: 'ready', rev: 1, targetRev: 2 });
  expect(known().progress).toBeUndefined();
  expect(chunks(2).length).toBeGreaterThan(1);
  await world.settle();
  expect(known()).toMatchObject({ state: 'ready', rev: 2 });
  // The old rev is kept for a while.
  expect([chunks(1), chunks(2)]).toEqual([[], partsOf(4)]);
});

test('tokens that are rotated meanwhile open the whole stream in the end', async () => {
  const { world, item, known, entry } = await startedTape();
  const { token: before = '' } = known();
  const lock = paths.rotationLock(library);
  world.documents.set(lock, { holder: 'h', until: new Date(world.now + 3600_000) });
  // The rotation has listed the objects, but has not published the new token.
  const parts = world.pending.filter(({ what }) => what.startsWith('part'));
  world.pending = world.pending.filter((one) => !parts.includes(one));
  for (const part of parts) await world.deliver(part);
  expect(known().progress).toBe(0.29);
  const places = [paths.item(library, item), ...[ALL, summer].map((album) => paths.entry(library, album, item))];
  for (const path of places) world.documents.set(path, { ...world.documents.get(path), token: 'rotated' });
  for (const name of world.renditions.keys())
    if (/(poster|grid|m3u8|-0\.mp4)$/.test(name)) world.renditions.set(name, 'rotated');
  world.documents.delete(lock);
  await world.settle();
  expect([known().token, entry()?.token, known().progress]).toEqual(['rotated', 'rotated', undefined]);
  expect([...world.playlists.values()].filter((text) => text.includes(before))).toEqual([]);
  expect(new Set(world.renditions.values())).toEqual(new Set(['rotated']));
});

test('a tape in the trash is completed there; a deleted one is left alone, and purged when no task can run any more', async () => {
  const trashed = await startedTape();
  await trashItems(trashed.world.machine(), { uid: me }, { library, items: [trashed.item] });
  await trashed.world.settle();
  expect(trashed.world.documents.get(paths.entry(library, TRASH, trashed.item))).not.toHaveProperty('progress');
  expect(trashed.chunks()).toEqual(partsOf(4));

  const deleted = await startedTape();
  const { world, item } = deleted;
  const path = paths.item(library, item);
  const deleteNow = (): void => {
    const now = new Date(world.now);
    world.documents.set(path, { ...world.documents.get(path), albums: [], deletedAt: now, changed: now });
  };
  deleteNow();
  await world.settle();
  expect(deleted.chunks()).toEqual([...partsOf(1), ...partsOf(4).filter((name) => /sound-[1-3]/.test(name))].sort());
  const purge = (): Promise<number> => purgeDeleted(world.machine(), library, Infinity);
  deleteNow();
  // The maintenance purges every five minutes.
  const purged: number[] = [];
  while (purged.at(-1) !== 1 && purged.length < 12) {
    world.now += 300_000;
    purged.push(await purge());
  }
  expect(purged).toEqual([0, 0, 1]);
  expect([...world.renditions.keys()].filter((name) => name.startsWith(itemRenditionsPrefix(library, item)))).toEqual(
    [],
  );
  expect(leftOf(world)).toEqual([]);
  expect(world.documents.has(path)).toBe(false);
});
