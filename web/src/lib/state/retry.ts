/** Seconds before each retry; the last one repeats. */
const DELAYS_S = [1, 3, 10, 30];

/** Waits before retry number `tries` (from 0): for a growing time, but no longer than until the network is back or `signal` aborts. */
export function waitToRetry(tries: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    const end = (): void => {
      clearTimeout(timer);
      controller.abort();
      resolve();
    };
    const timer = setTimeout(end, (DELAYS_S[Math.min(tries, DELAYS_S.length - 1)] ?? 0) * 1000);
    window.addEventListener('online', end, { signal: controller.signal });
    signal?.addEventListener('abort', end, { signal: controller.signal });
  });
}
