/** Like Promise.all, but waits until all have settled; rejects with the error of the first in order. */
export async function settleAll<T extends readonly unknown[]>(
  ...all: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const rejected = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');
  if (rejected?.status === 'rejected') throw rejected.reason;
  return Promise.all(all);
}

/** Calls `callback` for each item, at most `limit` at a time; rejects with the first error once all running calls have settled. */
export async function forEachConcurrently<T>(
  limit: number,
  items: readonly T[],
  callback: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const workers = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (const item of queue) await callback(item);
  });
  await settleAll(...workers);
}
