import { randomBytes } from 'node:crypto';
import type { Uid } from '@maru/model';
import { expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { signInAs } from '../harness.ts';
import { heading, openDevice, type Account } from './app.ts';
import { ko } from './messages.ts';

/** Returns a person that the emulators do not know. */
export const newPerson = (name: string): Account => {
  const suffix = randomBytes(3).toString('hex');
  return { name: `${name} ${suffix}`, address: `${suffix}@example.com` };
};

/** Opens a phone whose account picker offers these people. */
export async function openPhone(
  browser: Browser,
  people: readonly Account[],
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const { context, page } = await openDevice(browser, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    ...options,
  });
  await offerPeople(context, people);
  return { context, page };
}

/** Makes the account picker offer these people. */
export const offerPeople = (context: BrowserContext, people: readonly Account[]): Promise<unknown> =>
  context.route('**/maru.json', async (route) => {
    const response = await route.fetch();
    const config = (await response.json()) as { emulators: Record<string, unknown> };
    const choices = people.map((person) => ({ ...person, role: 'stranger' }));
    await route.fulfill({ json: { ...config, emulators: { ...config.emulators, people: choices } } });
  });

/** Records the taps on our own screens from now on, without those in the account picker. */
export async function countTaps(page: Page): Promise<string[]> {
  const taps: string[] = [];
  await page.exposeFunction('maruTapped', (text: string) => taps.push(text));
  await page.addInitScript((picker) => {
    const target = window as unknown as { maruTapped: (text: string) => void };
    const onClick = (event: Event): void => {
      const element = event.target as Element;
      if (event.isTrusted && !element.closest(`[aria-label="${picker}"]`))
        target.maruTapped(element.textContent.trim());
    };
    addEventListener('click', onClick, true);
  }, ko('demo_title'));
  return taps;
}

/** Returns the uid of a person, whom this signs in. */
export async function uidOf({ name, address }: Account): Promise<Uid> {
  const person = await signInAs(name, { address });
  await person.close();
  return person.uid as Uid;
}

/** Chooses an account in the picker. */
export async function chooseAccount(page: Page, { name }: Account): Promise<void> {
  await page
    .getByRole('region', { name: ko('demo_title') })
    .getByRole('button', { name })
    .tap();
}

/** Records what a device discloses to servers: request URLs and referrers. */
export function recordDisclosed(context: BrowserContext): string[] {
  const disclosed: string[] = [];
  context.on('request', (request) => {
    disclosed.push(request.url(), request.headers()['referer'] ?? '');
  });
  return disclosed;
}

/** How long a function's first call may take, milliseconds: its instance starts then. */
export const COLD_START_MS = 45_000;

/** Waits for the screen with this heading. */
export const expectTitle = (page: Page, title: string): Promise<void> =>
  expect(heading(page, title)).toBeVisible({ timeout: COLD_START_MS });
