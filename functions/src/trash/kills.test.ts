import { ALL, base32, paths, TRASH, type ItemId } from '@maru/model';
import { expect, test } from 'vitest';
import { seededRandom } from '../../testing/fuzz/random.ts';
import { library, owner, summer, TrashWorld } from '../../testing/trash-world.ts';
import { purgeItems } from './delete-items.ts';
import { purgeTrash } from './purge-trash.ts';
import { restoreItems, trashItems } from './trash-items.ts';

const COUNT = 1000;
const PER_CALL = 200;

test('1,000 items, trashed, restored and purged by calls that are killed again and again, are equal by fields, then gone', async () => {
  const at = new TrashWorld();
  const { below, bytes } = seededRandom('1,000 items');
  const items = Array.from({ length: COUNT }, () => at.put(base32(bytes(20)), [ALL, summer]));
  const before = at.end as { documents: unknown[] };
  let kills = 0;
  /** Repeats a call after each kill until it ends. */
  const untilDone = async (act: () => Promise<unknown>): Promise<unknown> => {
    for (;;) {
      at.steps = below(300);
      const outcome = await act().catch((error: unknown) => error);
      if (at.steps >= 0) return outcome;
      kills += 1;
      at.now += 3_600_000;
    }
  };
  const forAll = async (call: (some: ItemId[]) => Promise<unknown>): Promise<unknown[]> => {
    const outcomes: unknown[] = [];
    for (let n = 0; n < COUNT; n += PER_CALL) outcomes.push(await untilDone(() => call(items.slice(n, n + PER_CALL))));
    at.steps = Infinity;
    at.tasks.clear();
    at.finishRotations();
    return outcomes;
  };
  const trash = (some: ItemId[]) => trashItems(at.ports, owner, { library, items: some });
  const calls = COUNT / PER_CALL;

  expect(await forAll(trash)).toEqual(Array.from({ length: calls }, () => ({ trashed: PER_CALL })));
  expect(items.every((item) => at.shownIn(item).join() === TRASH)).toBe(true);
  expect(await forAll((some) => restoreItems(at.ports, owner, { library, items: some }))).toEqual(
    Array.from({ length: calls }, () => ({ restored: PER_CALL })),
  );
  const isTrash = ([path]: [string]): boolean => path === paths.album(library, TRASH);
  const after = at.end as { documents: [string][] };
  expect({ ...after, documents: after.documents.filter((one) => !isTrash(one)) }).toEqual(before);

  await forAll(trash);
  await forAll((some) => purgeItems(at.ports, owner, { library, items: some }));
  await untilDone(() => purgeTrash(at.ports));
  expect([...at.documents.keys()].filter((path) => path.includes('/items/'))).toEqual([]);
  expect([at.objects.size, at.bytes]).toEqual([0, 0]);
  expect(items.flatMap((item) => at.shownIn(item))).toEqual([]);
  expect(kills).toBeGreaterThan(20);
});
