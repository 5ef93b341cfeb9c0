import { ALL, hasLostBytes, paths, readItem, TRASH, type ItemId } from '@maru/model';
import { expect, test } from 'vitest';
import { seededRandom } from '../../testing/fuzz/random.ts';
import { bytesOf, idOfBytes, library, me, type SampleFile } from '../../testing/simulator/sample-files.ts';
import { Simulator, type Delivery } from '../../testing/simulator/simulator.ts';
import { purgeItems } from './delete-items.ts';
import { purgeTrash } from './purge-trash.ts';
import { restoreItems, trashItems } from './trash-items.ts';

const KINDS: readonly SampleFile[] = ['photo', 'photo', 'video', 'photo', 'torn', 'damaged', 'text'];
/** The number of events; `npm run test:slow` runs more. */
const EVENTS = Number(process.env['MARU_EVENTS'] ?? 100);
const ITEMS = Math.max(14, Math.round(EVENTS / 50));
const SEED = Number(process.env['MARU_SEED'] ?? 20261128);

const caller = { uid: me };
const kindOf = (n: number): SampleFile => KINDS[n % KINDS.length] as SampleFile;
const ITEM_IDS = Array.from({ length: ITEMS }, (_, n) => idOfBytes(bytesOf(kindOf(n), n)));

const trashing = (items: ItemId[]): Delivery => ({
  what: 'trash',
  run: (ports) => trashItems(ports, caller, { library, items }),
});
const restoring = (items: ItemId[]): Delivery => ({
  what: 'restore',
  run: (ports) => restoreItems(ports, caller, { library, items }),
});
const deleting = (items: ItemId[]): Delivery => ({
  what: 'delete',
  run: (ports) => purgeItems(ports, caller, { library, items }),
});
const purging: Delivery = { what: 'purge', run: (ports) => purgeTrash(ports) };

function simulatorWithItems(): Simulator {
  const world = new Simulator();
  for (let n = 0; n < ITEMS; n += 1) world.upload(kindOf(n), n);
  return world;
}

/** Delivers events of uploads and tasks, repeated, out of order and with crashes, between calls by `acts`. */
async function storm(world: Simulator, acts: readonly ((items: ItemId[]) => Delivery)[]): Promise<void> {
  const { below } = seededRandom(String(SEED));
  const random = () => below(1_000_000) / 1_000_000;
  const one = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  let sweepAt = world.now;
  for (let n = 0; n < EVENTS; n += 1) {
    // Every five minutes.
    for (; sweepAt < world.now; sweepAt += 300_000) await world.deliver(world.sweeping);
    const kind = random();
    const at = Math.floor(random() * world.pending.length);
    const next =
      (kind < 0.4 ? world.pending.splice(at, 1)[0] : undefined) ??
      (kind < 0.5 ? world.event(one(ITEM_IDS)) : kind < 0.6 ? world.task(one(ITEM_IDS)) : undefined) ??
      one(acts)(ITEM_IDS.filter(() => random() < 0.3));
    world.now += Math.floor(random() * 60_000);
    await world.deliver(next, world.machine(random() < 0.3 ? Math.floor(random() * 25) : Infinity));
  }
  await world.settle();
}

test('reprocessing the library leaves the trash out', async () => {
  const world = new Simulator();
  const [kept, trashed] = [world.upload('photo', 0), world.upload('photo', 1)];
  await world.settle();
  world.pending.push(trashing([trashed]), world.asking(ALL));
  await world.settle();
  expect([kept, trashed].map((item) => readItem(world.documents.get(paths.item(library, item))).rev)).toEqual([2, 1]);
});

test(`${String(EVENTS)} events of ${String(ITEMS)} items between deletions and restorations, with crashes, lose nothing`, async () => {
  const reference = simulatorWithItems();
  await reference.settle();
  const world = simulatorWithItems();
  await storm(world, [trashing, trashing, restoring, () => purging]);
  world.pending.push(restoring(ITEM_IDS));
  await world.settle();
  expect(world.deaths).toBeGreaterThan(EVENTS / 50);
  expect(world.end).toEqual(reference.end);
  expect(world.recorded.toSorted()).toEqual(reference.recorded.toSorted());
  // Its index is right too.
  expect(world.documents.get(paths.album(library, TRASH))?.['count']).toBe(0);
});

test(`${String(EVENTS)} events of ${String(ITEMS)} items between deletions for ever and purges, with crashes, leave nothing`, async () => {
  const world = simulatorWithItems();
  await storm(world, [trashing, restoring, deleting, () => purging]);
  for (const last of [trashing(ITEM_IDS), deleting(ITEM_IDS), purging]) {
    world.now += 3_600_000;
    world.pending.push(last);
    await world.settle();
  }
  const left = [...world.documents].filter(([path]) => path.includes('/items/'));
  // These have no bytes any more, and wait for a new upload.
  expect(left.filter(([, fields]) => !hasLostBytes(readItem(fields)))).toEqual([]);
  expect([...world.documents.keys()].filter((path) => /\/entries\/[a-z2-7]{32}$|lease-|stale/.test(path))).toEqual([]);
  expect([...world.originals.keys(), ...world.renditions.keys()]).toEqual([]);
  expect(world.end).toMatchObject({ bytes: 0, count: 0 });
});
