import { expect, test, vi } from 'vitest';
import type { SheetInfo } from '@maru/model/album-index/outline';
import type { ItemId } from '@maru/model/ids';
import { SheetCache } from './sheet-cache.ts';

test('a sheet that waits for a retry is loaded at once when it is requested again after a stop', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const sheet = { id: 'a' as ItemId, version: 1, ratios: '', days: [], first: '' } as unknown as SheetInfo;
  const read = vi.fn<() => Promise<undefined>>(() => Promise.reject(new Error('unavailable')));
  const stored = { read: () => Promise.resolve(undefined), write: () => undefined };
  const cache = new SheetCache({ read, stored: () => stored });
  cache.request([sheet]);
  await vi.waitFor(() => expect(cache.isSettled(sheet)).toBe(true));
  expect(read).toHaveBeenCalledTimes(1);
  cache.stop();
  cache.request([sheet]);
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2));
  cache.stop();
  warn.mockRestore();
});
