import { paths } from '@maru/model';
import { expect, test, vi } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { maintain } from './maintain.ts';

test('purges although sweeping fails, and reports the error', async () => {
  const store = fakeDocuments(new Map());
  const find = vi.spyOn(store, 'find').mockRejectedValueOnce(new Error('unavailable'));
  const ports = { store, clock: { now: () => 0 }, log: () => undefined } as unknown as Parameters<typeof maintain>[0];
  await expect(maintain(ports)).rejects.toMatchObject({ errors: [new Error('unavailable')] });
  expect(find.mock.calls.map(([path]) => path)).toEqual(Array(3).fill(paths.libraries()));
});
