import { expect, type BrowserContext, type Page } from '@playwright/test';

/** Lets a context's browser be one of Apple's, which gives an installed app a storage of its own. */
export const asApple = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    Object.defineProperty(navigator, 'vendor', { value: 'Apple Computer, Inc.' });
  });

/** Lets a context's pages be the installed app, as Apple's browsers say it. */
export const asInstalled = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    Object.defineProperty(navigator, 'standalone', { value: true });
  });

/** Where the app would start that is put on the home screen from this page: as the browser itself reads its manifest. */
export async function startUrlOf(page: Page): Promise<string> {
  const cdp = await page.context().newCDPSession(page);
  const { data, errors } = await cdp.send('Page.getAppManifest');
  await cdp.detach();
  expect(errors).toEqual([]);
  return (JSON.parse(data ?? '') as { start_url: string }).start_url;
}
