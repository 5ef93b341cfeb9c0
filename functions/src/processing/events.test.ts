import { ALL, paths } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { bytesOf, idOfBytes, library, summer, type SampleFile } from '../../testing/simulator/sample-files.ts';
import { randomFrom } from '../../../model/testing/random.ts';
import { Simulator, type Delivery } from '../../testing/simulator/simulator.ts';

const KINDS: readonly SampleFile[] = ['photo', 'video', 'tape', 'torn', 'damaged', 'damaged-tape', 'text'];

/** Runs `scenario` without a crash, then with a crash after each step of its delivery in turn, and expects equal results. */
async function expectSameEnd(scenario: (world: Simulator) => Promise<Delivery>): Promise<unknown> {
  const reference = new Simulator();
  reference.pending.unshift(await scenario(reference));
  await reference.settle();
  let kills = 0;
  for (let life = 0; ; life += 1) {
    const world = new Simulator();
    const delivery = await scenario(world);
    await world.deliver(delivery, world.machine(life));
    const isKilled = world.deaths > 0;
    await world.settle();
    expect(world.end, `killed after ${String(life)} steps`).toEqual(reference.end);
    // Every result is committed once.
    expect(world.recorded.toSorted()).toEqual(reference.recorded.toSorted());
    if (!isKilled) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(3);
  return reference.end;
}

describe('an instance that crashes after any step', () => {
  test.each(KINDS)('of the upload event of a %s: nothing is lost or done twice', async (kind) => {
    await expectSameEnd((world) => {
      world.upload(kind, 1);
      return Promise.resolve(world.pending.pop() as Delivery);
    });
  });

  test.each(KINDS)('of processing a %s', async (kind) => {
    await expectSameEnd(async (world) => {
      world.upload(kind, 1);
      await world.deliver(world.pending.pop() as Delivery);
      return world.pending.shift() as Delivery;
    });
  });

  /** Adds three photos and a video, all ready, and an unreadable file. */
  async function ready(world: Simulator): Promise<void> {
    for (const n of [1, 2, 3]) world.upload('photo', n);
    world.upload('video', 4);
    world.upload('torn', 5);
    await world.settle();
    world.recorded.length = 0;
  }

  test('of reprocessing an item', async () => {
    await expectSameEnd(async (world) => {
      await ready(world);
      const item = idOfBytes(bytesOf('video', 4));
      const path = paths.item(library, item);
      world.documents.set(path, { ...world.documents.get(path), targetRev: 2 });
      return world.task(item);
    });
  });

  test.each([ALL, summer])('of requesting and running the reprocessing of album %s', async (album) => {
    const end = await expectSameEnd(async (world) => {
      await ready(world);
      await world.deliver(world.asking(album));
      return world.pending.pop() as Delivery;
    });
    const { items, left } = end as { items: unknown[][]; left: unknown[] };
    expect(left).toEqual([]);
    // All items have the next rev and no older renditions; the unreadable one was retried.
    expect(items.map(([, state, rev, failure, , , revs]) => [state, rev, failure, revs])).toEqual(
      expect.arrayContaining([
        ...Array.from({ length: 4 }, () => ['ready', 2, undefined, [2]]),
        ['failed', 1, 'unreadable', []],
      ]),
    );
    await expectSameEnd(async (world) => {
      await ready(world);
      return world.asking(album);
    });
  });

  test('of a sweep after all events and tasks were lost', async () => {
    await expectSameEnd(async (world) => {
      await ready(world);
      world.upload('photo', 6);
      await world.deliver(world.asking(ALL));
      world.pending.length = 0;
      world.now += 300_000;
      return world.sweeping;
    });
  });
});

/** The number of events and items; `npm run test:slow` runs more. */
const EVENTS = Number(process.env['MARU_EVENTS'] ?? 100);
const ITEMS = Math.max(10, Math.round(EVENTS / 50));
const SEED = Number(process.env['MARU_SEED'] ?? 20261125);

const kindOf = (n: number): SampleFile => (n % 10 < 6 ? 'photo' : (KINDS[n % KINDS.length] as SampleFile));

function simulatorWithItems(): Simulator {
  const world = new Simulator();
  for (let n = 0; n < ITEMS; n += 1) world.upload(kindOf(n), n);
  return world;
}

test(`${String(EVENTS)} events of ${String(ITEMS)} items, repeated, out of order, late and with crashes, have the same result as one clean run`, async () => {
  const reference = simulatorWithItems();
  await reference.settle();
  reference.pending.push(reference.asking(ALL));
  await reference.settle();

  const world = simulatorWithItems();
  const random = randomFrom(SEED);
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const items = Array.from({ length: ITEMS }, (_, n) => idOfBytes(bytesOf(kindOf(n), n)));
  let delivered = 0;
  /** Delivers `count` events: waiting ones in any order, repeated ones, tasks of older generations, and sweeps. */
  const storm = async (count: number, more: readonly Delivery[]): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const kind = random();
      const at = Math.floor(random() * world.pending.length);
      const next =
        (kind < 0.4 ? world.pending.splice(at, 1)[0] : undefined) ??
        (kind < 0.6 ? world.event(one(items)) : kind < 0.9 ? world.task(one(items), one(['1', '0'])) : undefined) ??
        one([world.sweeping, ...more]);
      world.now += Math.floor(random() * 60_000);
      await world.deliver(next, world.machine(random() < 0.3 ? Math.floor(random() * 25) : Infinity));
      delivered += 1;
      // Bounds the repeated deliveries.
      if (world.pending.length > 3 * ITEMS) world.pending.length = 3 * ITEMS;
    }
  };
  await storm(Math.floor(EVENTS / 2), []);
  await world.settle();
  await world.deliver(world.asking(ALL));
  await storm(Math.ceil(EVENTS / 2), [world.reprocessing(ALL), world.reprocessing(summer)]);
  await world.settle();

  expect(delivered).toBe(EVENTS);
  expect(world.deaths).toBeGreaterThan(EVENTS / 50);
  expect(world.end).toEqual(reference.end);
  const duplicates = world.recorded.filter((record, n) => world.recorded.indexOf(record) !== n);
  expect(duplicates).toEqual([]);
  expect(world.recorded.toSorted()).toEqual(reference.recorded.toSorted());
  console.log(
    `${String(EVENTS)} events, ${String(ITEMS)} items, ${String(world.deaths)} crashes: 0 lost, 0 duplicated`,
  );
}, 600_000);
