import { expect, test } from 'vitest';
import { importInBulk } from '../../testing/bulk-import.ts';
import { countRoundTrips } from '../../testing/round-trips.ts';
import { Simulator } from '../../testing/simulator/simulator.ts';

// Without the client's announcement: 4 reads, 3 of them by rules, and 1 write (docs/costs.md).
test('a photo added in bulk to two albums costs no more than it did, and the indexes are those built from scratch', async () => {
  const { reads, writes, deletes, invocations, isEqual } = await importInBulk({ photos: 600, perSecond: 5, albums: 1 });
  expect(reads).toBeLessThanOrEqual(17.09);
  expect(writes).toBeLessThanOrEqual(7.16);
  expect(deletes).toBeLessThanOrEqual(1);
  expect(invocations).toBeLessThanOrEqual(2.08);
  expect(isEqual).toBe(true);
});

test('an uploaded photo is visible after eleven round trips', async () => {
  const at = new Simulator();
  const next = () => at.pending.shift() ?? expect.unreachable();
  // The library's bytes are summed for a person's first upload.
  at.upload('photo', 0);
  await next().run(at.machine());
  at.pending = [];
  at.upload('photo', 3);
  const { ports, roundTrips } = countRoundTrips(at.machine());
  await next().run(ports);
  let untilVisible = 0;
  const log = (what: string): void => {
    if (what === 'processed') untilVisible = roundTrips();
  };
  await next().run({ ...ports, log });
  expect(untilVisible).toBe(11);
});
