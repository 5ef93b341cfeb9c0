import { brotliCompressSync } from 'node:zlib';
import { expect, test, type Response } from '@playwright/test';
import { useEmulators } from '../harness.ts';
import { ko } from './messages.ts';

const LIMIT = 110 * 1024;

/** The Firebase SDK and hls.js contain their names. */
const isSdk = (source: string): boolean => /@firebase\/|firebase-heartbeat|hls\.js|EXTM3U/.test(source);

// Counts until the sign-in button is enabled; the load event comes before the app's own first import.
test('the sign-in page loads at most 110 KB of script (Brotli), not counting SDKs', async ({ page }) => {
  const scripts: Response[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response);
  });
  await page.goto(`${useEmulators().urls.app}/sign-in`);
  await expect(page.getByRole('button', { name: ko('google_sign_in') })).toBeEnabled();
  const sources = await Promise.all(scripts.map(async (response) => (await response.body()).toString('utf8')));
  const inline = await page.locator('script:not([src])').allTextContents();
  const ours = [...sources, ...inline].filter((source) => !isSdk(source));
  const bytes = ours.reduce((sum, source) => sum + brotliCompressSync(source).length, 0);
  console.log(`sign-in: ${String(ours.length)} scripts, ${(bytes / 1024).toFixed(1)} KB Brotli`);
  expect(sources.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(LIMIT);
});
