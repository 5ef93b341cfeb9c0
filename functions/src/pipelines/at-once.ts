/** Does something with each, at most `limit` of them at a time; rejects with the first that fails, when none goes on. */
export async function atOnce<T>(limit: number, all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const hands = Array.from({ length: Math.min(limit, all.length) }, async () => {
    for (const one of waiting) await act(one);
  });
  const failed = (await Promise.allSettled(hands)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
