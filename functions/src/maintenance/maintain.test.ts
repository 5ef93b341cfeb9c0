import { paths } from '@maru/model';
import { expect, test, vi } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { maintain } from './maintain.ts';

test('sweeps first, and purges although sweeping fails, which it logs and reports', async () => {
  const store = fakeDocuments(new Map());
  const find = vi.spyOn(store, 'find').mockRejectedValueOnce(new Error('unavailable'));
  const log = vi.fn();
  const ports = { store, clock: { now: () => 0 }, log } as unknown as Parameters<typeof maintain>[0];
  await expect(maintain(ports)).rejects.toThrow('maintenance failed');
  expect(log.mock.calls).toEqual([['maintenance job failed', { job: 'sweep', error: 'Error: unavailable' }]]);
  expect(find.mock.calls).toEqual([
    [paths.libraries(), {}],
    [paths.libraries(), { order: ['deleteAt', 'asc'], limit: 20 }],
    [paths.libraries(), {}],
  ]);
});
