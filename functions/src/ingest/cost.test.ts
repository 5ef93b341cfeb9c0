import { expect, test } from 'vitest';
import { importInBulk } from '../../testing/bulk-import.ts';

// Without the client's announcement: 4 reads, 3 of them by rules, and 1 write (docs/costs.md).
test('a photo added in bulk to two albums costs no more than it did, and the indexes are those built from scratch', async () => {
  const { reads, writes, deletes, invocations, isEqual } = await importInBulk({ photos: 600, perSecond: 5, albums: 1 });
  expect(reads).toBeLessThanOrEqual(18.09);
  expect(writes).toBeLessThanOrEqual(7.16);
  expect(deletes).toBeLessThanOrEqual(1);
  expect(invocations).toBeLessThanOrEqual(2.08);
  expect(isEqual).toBe(true);
});
