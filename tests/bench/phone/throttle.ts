import type { CDPSession, Page } from '@playwright/test';

/** CPU slowdown, as for a phone. */
const SLOWDOWN = 4;

/** Slows the CPU of a page; returns its DevTools session. */
export async function throttle(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  return session;
}
