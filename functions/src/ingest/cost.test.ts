import { originalName, paths, type ItemId } from '@maru/model';
import { expect, test } from 'vitest';
import { idOfBytes, bytesOf, library } from '../../testing/simulator/sample-files.ts';
import { Simulator, type Delivery } from '../../testing/simulator/simulator.ts';
import { countingStore } from '../api/counting-store.ts';
import type { ProcessPorts } from '../processing/process-item.ts';

/** Photos of an import, and how many are uploaded in a second. */
const [PHOTOS, PER_SECOND] = [600, 5];

/** Uploads photos with capture dates in random order into `all` and one album, and counts what functions do for them. */
async function importPhotos() {
  const at = new Simulator();
  const machine = at.machine();
  const { store, reads, writes, deletes } = countingStore(machine.store);
  const ports: ProcessPorts = { ...machine, store };
  let invocations = 0;
  const run = async (delivery: Delivery): Promise<void> => {
    invocations += 1;
    await delivery.run(ports);
  };
  const isDue = ({ at: due = 0 }: Delivery): boolean => due <= at.now;
  for (let n = 0; n < PHOTOS; n++) {
    const item: ItemId = idOfBytes(bytesOf('photo', n));
    at.upload('photo', n);
    const day = new Date(Date.UTC(1990, 0, (n * 7919) % 12_000)).toISOString().slice(0, 10).replaceAll('-', '');
    const announced = at.documents.get(paths.item(library, item)) ?? {};
    at.documents.set(paths.item(library, item), { ...announced, uploader: 'me', fileName: `IMG_${day}_101112.jpg` });
    expect(at.originals.has(originalName(library, item))).toBe(true);
    at.now += 1000 / PER_SECOND;
    while (at.pending.some(isDue)) {
      const due = at.pending.filter(isDue);
      at.pending = at.pending.filter((delivery) => !isDue(delivery));
      for (const delivery of due) await run(delivery);
    }
  }
  const each = (count: number) => Math.round((100 * count) / PHOTOS) / 100;
  return { reads: each(reads()), writes: each(writes()), deletes: each(deletes()), invocations: each(invocations) };
}

// Without the client's announcement: 4 reads, 3 of them by rules, and 1 write (docs/costs.md).
test('a photo added in bulk to two albums costs no more than it did', async () => {
  const { reads, writes, deletes, invocations } = await importPhotos();
  expect(reads).toBeLessThanOrEqual(18.09);
  expect(writes).toBeLessThanOrEqual(7.16);
  expect(deletes).toBeLessThanOrEqual(1);
  expect(invocations).toBeLessThanOrEqual(2.08);
});
