import { ALL, paths } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { bytesOf, idOfBytes, library, summer, type SampleFile } from '../../testing/simulator/sample-files.ts';
import { Simulator, type Delivery } from '../../testing/simulator/simulator.ts';

const KINDS: readonly SampleFile[] = ['photo', 'film', 'torn', 'damaged', 'text'];

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Tells `story` on a calm world, and on one whose machine is killed at every step of its first delivery in turn; all end alike. */
async function endsAlike(story: (world: Simulator) => Promise<Delivery>): Promise<unknown> {
  const calm = new Simulator();
  calm.pending.unshift(await story(calm));
  await calm.settle();
  let kills = 0;
  for (let life = 0; ; life += 1) {
    const world = new Simulator();
    const delivery = await story(world);
    await world.deliver(delivery, world.machine(life));
    const isKilled = world.deaths > 0;
    await world.settle();
    expect(world.end, `killed after ${String(life)} steps`).toEqual(calm.end);
    // What was recorded is recorded once: the dead record nothing, and nobody makes what is made.
    expect(world.recorded.toSorted()).toEqual(calm.recorded.toSorted());
    if (!isKilled) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(3);
  return calm.end;
}

describe('a machine that is killed at any step', () => {
  test.each(KINDS)('of the event of a %s: it comes again, and nothing is lost or doubled', async (kind) => {
    await endsAlike((world) => {
      world.bring(kind, 1);
      return Promise.resolve(world.pending.pop() as Delivery);
    });
  });

  test.each(KINDS)('of making a %s', async (kind) => {
    await endsAlike(async (world) => {
      world.bring(kind, 1);
      await world.deliver(world.pending.pop() as Delivery);
      return world.pending.shift() as Delivery;
    });
  });

  /** A library of three photos and a film, all ready, and one that cannot be read. */
  async function ready(world: Simulator): Promise<void> {
    for (const n of [1, 2, 3]) world.bring('photo', n);
    world.bring('film', 4);
    world.bring('torn', 5);
    await world.settle();
    world.recorded.length = 0;
  }

  test('of making one of them again', async () => {
    await endsAlike(async (world) => {
      await ready(world);
      const item = idOfBytes(bytesOf('film', 4));
      const path = paths.item(library, item);
      world.documents.set(path, { ...world.documents.get(path), targetRev: 2 });
      return world.task(item);
    });
  });

  test.each([ALL, summer])('of making all of %s again, and of asking for it', async (album) => {
    const end = await endsAlike(async (world) => {
      await ready(world);
      await world.deliver(world.asking(album));
      return world.pending.pop() as Delivery;
    });
    const { items, left } = end as { items: unknown[][]; left: unknown[] };
    expect(left).toEqual([]);
    // Every one is the next rev, and of the older nothing is left; what cannot be read was tried again.
    expect(items.map(([, state, rev, failure, , , revs]) => [state, rev, failure, revs])).toEqual(
      expect.arrayContaining([
        ...Array.from({ length: 4 }, () => ['ready', 2, undefined, [2]]),
        ['failed', 1, 'unreadable', []],
      ]),
    );
    await endsAlike(async (world) => {
      await ready(world);
      return world.asking(album);
    });
  });

  test('of a sweep that takes up all that was lost', async () => {
    await endsAlike(async (world) => {
      await ready(world);
      world.bring('photo', 6);
      await world.deliver(world.asking(ALL));
      // Every event and every task is lost.
      world.pending.length = 0;
      world.now += 300_000;
      return world.sweeping;
    });
  });
});

/** How many events, and how many items they are of: the whole is `npm run test:slow`. */
const EVENTS = Number(process.env['MARU_EVENTS'] ?? 100);
const ITEMS = Math.max(10, Math.round(EVENTS / 50));
const SEED = Number(process.env['MARU_SEED'] ?? 20261125);

const kindOf = (n: number): SampleFile => (n % 10 < 6 ? 'photo' : (KINDS[n % 5] as SampleFile));

function brought(): Simulator {
  const world = new Simulator();
  for (let n = 0; n < ITEMS; n += 1) world.bring(kindOf(n), n);
  return world;
}

test(`${String(EVENTS)} events of ${String(ITEMS)} items, twice, out of order, late, and on machines that are killed, end as one clean pass`, async () => {
  const calm = brought();
  await calm.settle();
  calm.pending.push(calm.asking(ALL));
  await calm.settle();

  const world = brought();
  const random = chance(SEED);
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const items = Array.from({ length: ITEMS }, (_, n) => idOfBytes(bytesOf(kindOf(n), n)));
  let delivered = 0;
  /** Delivers so many: what waits in any order, what came before once more, tasks of older objects, sweeps in between. */
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
      // What comes again by itself and is known to be there is not kept twice.
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
  expect(world.end).toEqual(calm.end);
  const twice = world.recorded.filter((record, n) => world.recorded.indexOf(record) !== n);
  expect(twice).toEqual([]);
  expect(world.recorded.toSorted()).toEqual(calm.recorded.toSorted());
  console.log(
    `${String(EVENTS)} events, ${String(ITEMS)} items, ${String(world.deaths)} machines killed: 0 lost, 0 doubled`,
  );
}, 600_000);
