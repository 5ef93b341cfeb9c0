import type { Page } from '@playwright/test';

/** A network as a phone has it: bits per second to the device, and the milliseconds until an answer begins. */
export interface Network {
  readonly bitsPerSecond: number;
  readonly latencyMs: number;
}

/** The link on which videos must play: at first, and after it dropped. */
export const SLOW: Network = { bitsPerSecond: 1_000_000, latencyMs: 300 };
export const SLOWER: Network = { bitsPerSecond: 300_000, latencyMs: 300 };
export const FAST: Network = { bitsPerSecond: 20_000_000, latencyMs: 20 };

/** Returns a function that limits the network of a page. Only without a service worker. */
export async function limitNetwork(page: Page): Promise<(network: Network) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  return async ({ bitsPerSecond, latencyMs }) => {
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: latencyMs,
      downloadThroughput: bitsPerSecond / 8,
      uploadThroughput: bitsPerSecond / 8,
    });
  };
}
