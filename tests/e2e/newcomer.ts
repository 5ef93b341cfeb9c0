import { randomBytes } from 'node:crypto';
import { expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { device } from './visitor.ts';
import { ko } from './words.ts';

/** A person that the emulators do not know. */
export interface Newcomer {
  readonly name: string;
  readonly address: string;
}

/** Returns a person with a unique name and address. */
export const newcomer = (name: string): Newcomer => {
  const mark = randomBytes(3).toString('hex');
  return { name: `${name} ${mark}`, address: `${mark}@example.com` };
};

/** Opens a phone whose account picker offers these people. */
export async function phoneOf(
  browser: Browser,
  people: readonly Newcomer[],
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const { context, page } = await device(browser, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    // The service worker would serve its cached configuration.
    serviceWorkers: 'block',
    ...options,
  });
  await context.route('**/maru.json', async (route) => {
    const answer = await route.fetch();
    const config = (await answer.json()) as { emulators: Record<string, unknown> };
    const parts = people.map((one) => ({ ...one, part: 'stranger' }));
    await route.fulfill({ json: { ...config, emulators: { ...config.emulators, people: parts } } });
  });
  return { context, page };
}

/** Records the taps on our own screens from now on, without those in the account picker. */
export async function countTaps(page: Page): Promise<string[]> {
  const taps: string[] = [];
  await page.exposeFunction('maruTapped', (what: string) => taps.push(what));
  await page.addInitScript((picker) => {
    const told = window as unknown as { maruTapped: (what: string) => void };
    const hear = (event: Event): void => {
      const on = event.target as Element;
      if (event.isTrusted && !on.closest(`[aria-label="${picker}"]`)) told.maruTapped(on.textContent.trim());
    };
    addEventListener('click', hear, true);
  }, ko('demo_title'));
  return taps;
}

/** Chooses an account in the picker. */
export async function choose(page: Page, { name }: Newcomer): Promise<void> {
  await page
    .getByRole('region', { name: ko('demo_title') })
    .getByRole('button', { name })
    .tap();
}

/** Records what a device discloses to servers: request URLs and referrers. */
export function overhear(context: BrowserContext): string[] {
  const heard: string[] = [];
  context.on('request', (request) => {
    heard.push(request.url(), request.headers()['referer'] ?? '');
  });
  return heard;
}

/** How long a function's first call may take, milliseconds: its instance starts then. */
export const FIRST_MS = 45_000;

/** Waits for the screen with this heading. */
export const expectTitle = (page: Page, title: string): Promise<void> =>
  expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible({ timeout: FIRST_MS });
