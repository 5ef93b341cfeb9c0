import { ALL, paths, readEntry, readItem, renditionName, type ItemId } from '@maru/model';
import { expect, test } from 'vitest';
import { library, me } from '../../testing/simulator/sample-files.ts';
import { Simulator, type Delivery } from '../../testing/simulator/simulator.ts';
import { purgeDeleted } from '../trash/purge-deleted.ts';
import { reprocessItem } from '../processing/reprocess-item.ts';

interface Tape {
  readonly world: Simulator;
  readonly item: ItemId;
  readonly known: () => ReturnType<typeof readItem>;
  readonly entry: () => ReturnType<typeof readEntry>;
  /** The token of the stored strip. */
  readonly stored: (rev?: number) => string | undefined;
  /** The delivery that makes the strip. */
  readonly task: Delivery;
}

/** A tape that is complete, whose strip is to be made. */
async function completeTape(): Promise<Tape> {
  const world = new Simulator();
  const item = world.upload('tape', 1);
  const isStrip = ({ what }: Delivery): boolean => what.startsWith('strip');
  for (let next = world.pending.shift(); next; next = world.pending.shift()) {
    if (isStrip(next)) {
      world.pending.push(next);
      if (world.pending.every(isStrip)) break;
    } else await world.deliver(next);
  }
  const [task] = world.pending;
  if (!task) throw new Error('no strip is due');
  world.pending = [];
  const read = (path: string) => world.documents.get(path);
  return {
    ...{ world, item, task },
    known: () => readItem(read(paths.item(library, item))),
    entry: () => readEntry(read(paths.entry(library, ALL, item))),
    stored: (rev = 1) => world.renditions.get(renditionName(library, item, rev, 'strip')),
  };
}

test('a complete video gets a strip, which nothing waited for; its entries tell the number of frames', async () => {
  const { world, task, known, entry, stored } = await completeTape();
  expect([known().state, known().progress, known().mediaInfo?.strip, entry().strip]).toEqual([
    'ready',
    undefined,
    undefined,
    undefined,
  ]);
  await world.deliver(task);
  expect([known().mediaInfo?.strip, entry().strip, stored()]).toEqual([100, 100, known().token]);
});

test('a crash after any step changes nothing in the end, and the task may come twice', async () => {
  for (let life = 0; ; life += 1) {
    const { world, task, known, entry, stored } = await completeTape();
    await world.deliver(task, world.machine(life));
    const isKilled = world.deaths > 0;
    await world.deliver(task);
    expect([known().mediaInfo?.strip, entry().strip, stored()], `killed after ${String(life)}`).toEqual([
      100,
      100,
      known().token,
    ]);
    if (!isKilled) break;
    expect(life).toBeLessThan(50);
  }
});

test('tokens that are rotated meanwhile: the strip gets the new one, and waits for the end of a rotation', async () => {
  const { world, item, task, known, stored } = await completeTape();
  const path = paths.item(library, item);
  const machine = world.machine();
  const { makeStrip } = machine.videos;
  const lock = { holder: 'rotation', until: new Date(world.now + 60_000) };
  machine.videos.makeStrip = async (...args) => {
    world.documents.set(path, { ...world.documents.get(path), token: 'renewed' });
    world.documents.set(paths.rotationLock(library), lock);
    return makeStrip(...args);
  };
  expect(await world.deliver(task, machine)).toBe(false);
  expect(known().mediaInfo?.strip).toBeUndefined();
  world.documents.delete(paths.rotationLock(library));
  machine.videos.makeStrip = async (...args) => {
    world.documents.set(path, { ...world.documents.get(path), token: 'renewed again' });
    return makeStrip(...args);
  };
  expect(await world.deliver(task, machine)).toBe(true);
  expect([known().mediaInfo?.strip, stored()]).toEqual([100, 'renewed again']);
});

test('an item that was purged or reprocessed meanwhile keeps no strip of the old rev', async () => {
  const purged = await completeTape();
  const machine = purged.world.machine();
  const { makeStrip } = machine.videos;
  machine.videos.makeStrip = async (...args) => {
    const path = paths.item(library, purged.item);
    purged.world.documents.set(path, { ...purged.world.documents.get(path), albums: [], deletedAt: new Date(0) });
    expect(await purgeDeleted(purged.world.machine(), library, Infinity)).toBe(1);
    return makeStrip(...args);
  };
  await purged.world.deliver(purged.task, machine);
  expect([...purged.world.renditions.keys()]).toEqual([]);

  const { world, item, task, known, entry, stored } = await completeTape();
  await world.deliver(task);
  await reprocessItem(world.machine(), { uid: me }, { library, item });
  await world.settle();
  expect([known().rev, known().mediaInfo?.strip, entry().strip, stored(2)]).toEqual([2, 100, 100, known().token]);
  expect(stored(1)).toBeUndefined();
});
