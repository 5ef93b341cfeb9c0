import { expect, type BrowserContext, type Page } from '@playwright/test';

/** Emulates an Apple browser, where an installed app has its own storage. */
export const emulateApple = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    Object.defineProperty(navigator, 'vendor', { value: 'Apple Computer, Inc.' });
  });

/** Emulates an installed app, as Apple's browsers report it. */
export const emulateInstalled = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    Object.defineProperty(navigator, 'standalone', { value: true });
  });

/** Returns the start URL of an app installed from this page, as the browser reads it from the manifest. */
export async function startUrlOf(page: Page): Promise<string> {
  const cdp = await page.context().newCDPSession(page);
  const { data, errors } = await cdp.send('Page.getAppManifest');
  await cdp.detach();
  expect(errors).toEqual([]);
  return (JSON.parse(data ?? '') as { start_url: string }).start_url;
}
