/** What all of these give, once none of them goes on; rejects with the first of them, in their order, that failed. */
export async function settleAll<T extends readonly unknown[]>(
  ...all: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const failed = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return Promise.all(all);
}

/** Does something with each, at most `limit` of them at a time; rejects with the first that fails, when none goes on. */
export async function forEachConcurrently<T>(
  limit: number,
  all: readonly T[],
  act: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = all.values();
  const hands = Array.from({ length: Math.min(limit, all.length) }, async () => {
    for (const one of waiting) await act(one);
  });
  await settleAll(...hands);
}
