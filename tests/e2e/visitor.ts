import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { useEmulators } from '../harness.ts';
import { DEMO_PEOPLE } from '../../tools/emulators/people.ts';
import { ko } from './words.ts';

/** Returns a demo person by part; the mother is the first viewer. */
export function demoPerson(part: string): { name: string; address: string } {
  const person = DEMO_PEOPLE.find((one) => one.part === part);
  if (!person) throw new Error(`no demo person is the ${part}`);
  return person;
}

/** Opens a new device: nothing stored, nobody signed in. */
export async function device(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: useEmulators().urls.app, ...options });
  return { context, page: await context.newPage() };
}

/** Closes every device, including requests that a test still intercepts. */
export async function leaveAll(browser: Browser): Promise<void> {
  await Promise.all(
    browser.contexts().map(async (context) => {
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }),
  );
}

/** Signs in as a demo person through the page `to` and its redirect. */
export async function signIn(page: Page, name: string, to = '/'): Promise<void> {
  await page.goto(to);
  await signInHere(page, name);
}

/** Signs in as a demo person on the current sign-in page. */
export async function signInHere(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: ko('google_sign_in') }).click();
  await page.getByRole('button', { name }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Signs out on the settings page and confirms. */
export async function signOut(page: Page): Promise<void> {
  const name = ko('settings_sign_out');
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}

/** Creates a library and opens it. */
export async function makeLibrary(page: Page, name: string): Promise<void> {
  await page.goto('/?make');
  await page.getByLabel(ko('library_name')).fill(name);
  await page.getByRole('button', { name: ko('library_create') }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Creates an album for the whole library, from the library's home, and opens it. */
export async function makeAlbum(page: Page, title: string): Promise<void> {
  await page
    .getByRole('button', { name: ko('album_create') })
    .first()
    .click();
  const form = page.getByRole('dialog');
  await form.getByLabel(ko('album_title')).fill(title);
  await form.getByRole('button', { name: ko('album_create_confirm') }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Invites an address, from the library's home, and returns there. */
export async function invite(page: Page, address: string): Promise<void> {
  await page.getByRole('link', { name: ko('people_title') }).click();
  await page.getByRole('button', { name: ko('invite_by_address') }).click();
  await page.getByLabel(ko('invite_address')).fill(address);
  await page.getByRole('button', { name: ko('invite_send'), exact: true }).click();
  await expect(page.getByText(address)).toBeVisible();
  await page.goBack();
}

/** A file for the browser's file picker. */
export interface Picked {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Adds files to the open album with the file picker. */
export async function add(page: Page, files: Picked[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: ko('add'), exact: true }).click();
  await (await chooser).setFiles(files);
}

/** The visible images of the open album. */
export const painted = (page: Page) => page.locator('main img').filter({ visible: true });

/** How many of them are decoded. */
export const paintedCount = (page: Page): Promise<number> =>
  painted(page).evaluateAll((all) => all.filter((img) => (img as HTMLImageElement).naturalWidth > 0).length);

/** The tiles of the open album, and the tile of one item. */
export const tiles = (page: Page): Locator => page.getByRole('list', { name: ko('grid_label') }).getByRole('button');
export const tileOf = (page: Page, item: string): Locator => page.locator(`[data-item="${item}"]`);

/** The viewer's stage. */
export const stage = (page: Page): Locator => page.getByRole('region', { name: ko('viewer_label') });

/** The upload tray. */
export const tray = (page: Page): Locator => page.getByRole('region', { name: ko('tray_label') });

/** The row of one file in the open tray. */
export const rowOf = (page: Page, name: string): Locator => tray(page).getByRole('listitem').filter({ hasText: name });

/** Opens the tray's list of files. */
export async function openTray(page: Page): Promise<void> {
  await tray(page)
    .getByRole('button', { name: ko('tray_more') })
    .click();
}
