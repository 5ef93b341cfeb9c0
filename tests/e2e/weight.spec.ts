import { expect, test } from '@playwright/test';
import { firstScriptBytes } from './script-weight.ts';

const LIMIT = 110 * 1024;

test('the sign-in page loads at most 110 KB of script (Brotli), not counting SDKs', async ({ page }) => {
  const bytes = await firstScriptBytes(page);
  console.log(`sign-in: ${(bytes / 1024).toFixed(1)} KB Brotli`);
  expect(bytes).toBeLessThanOrEqual(LIMIT);
});
