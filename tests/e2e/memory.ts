import type { Page } from '@playwright/test';
import { repeatedly } from '../harness/repeatedly.ts';

/** How often memory is measured, in ms. */
const INTERVAL_MS = 50;

interface HeapUsage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize: number;
  readonly backingStorageSize: number;
}

/** Bytes of JavaScript and DOM objects and of array buffers, by `Runtime.getHeapUsage`. */
export const heapBytes = ({ usedSize, embedderHeapUsedSize, backingStorageSize }: HeapUsage): number =>
  usedSize + embedderHeapUsedSize + backingStorageSize;

/**
 * Measures the heaps of a page and of each worker that it starts until the function that is returned is called, which resolves to the largest sum of them
 * that was seen, in bytes.
 */
export async function watchMemory(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  const workers = new Map<string, number>();
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.set(sessionId, 0));
  session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const { result } = JSON.parse(message) as { result?: HeapUsage };
    if (result) workers.set(sessionId, heapBytes(result));
  });
  // Without `flatten`, Playwright's session can reach them.
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  let peak = 0;
  const measure = async (): Promise<void> => {
    const message = JSON.stringify({ id: 1, method: 'Runtime.getHeapUsage' });
    // A worker may have ended.
    for (const sessionId of workers.keys())
      await session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => workers.delete(sessionId));
    const usage = heapBytes(await session.send('Runtime.getHeapUsage'));
    peak = Math.max(
      peak,
      [...workers.values()].reduce((sum, one) => sum + one, usage),
    );
  };
  const stop = repeatedly(INTERVAL_MS, measure);
  return async () => {
    await stop();
    await session.detach();
    return peak;
  };
}
