import { brotliCompressSync } from 'node:zlib';
import { expect, type Page, type Response } from '@playwright/test';
import { useEmulators } from '../harness.ts';
import { ko } from './messages.ts';

/** The Firebase SDK and hls.js contain their names. */
const isSdk = (source: string): boolean => /@firebase\/|firebase-heartbeat|hls\.js|EXTM3U/.test(source);

/**
 * Opens the sign-in page and returns the bytes (Brotli) of its scripts without SDKs, until its button is enabled: the load event comes before
 * the app's own first import.
 */
export async function firstScriptBytes(page: Page): Promise<number> {
  const scripts: Response[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response);
  });
  await page.goto(`${useEmulators().urls.app}/sign-in`);
  await expect(page.getByRole('button', { name: ko('google_sign_in') })).toBeEnabled();
  expect(scripts.length).toBeGreaterThan(0);
  const sources = await Promise.all(scripts.map(async (response) => (await response.body()).toString('utf8')));
  const inline = await page.locator('script:not([src])').allTextContents();
  const ours = [...sources, ...inline].filter((source) => !isSdk(source));
  return ours.reduce((sum, source) => sum + brotliCompressSync(source).length, 0);
}
