import { randomInt } from 'node:crypto';
import {
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type JSHandle,
  type Locator,
  type Page,
} from '@playwright/test';
import { signInAs, useEmulators } from '../harness.ts';
import { jpegOf, type PhotoOptions } from '../media/photo.ts';
import { DEMO_PEOPLE } from '../../tools/emulators/people.ts';
import { ko } from './messages.ts';

/** A person's Google account. */
export interface Account {
  readonly name: string;
  readonly address: string;
}

/** Returns a demo person by role; the mother is the first viewer. */
export function demoPerson(role: string): Account {
  const person = DEMO_PEOPLE.find((one) => one.role === role);
  if (!person) throw new Error(`no demo person is the ${role}`);
  return person;
}

/** Options of a device whose test needs the service worker, because it is used without a network, caches images or is emptied. */
export const WITH_SERVICE_WORKER = { serviceWorkers: 'allow' } as const;

/** Opens a new device: nothing stored, nobody signed in, and no service worker, whose installation takes a third of the CPU time of most tests. */
export async function openDevice(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    baseURL: useEmulators().urls.app,
    serviceWorkers: 'block',
    ...options,
  });
  return { context, page: await context.newPage() };
}

/** Closes every device, including requests that a test still intercepts. */
export async function closeDevices(browser: Browser): Promise<void> {
  await Promise.all(
    browser.contexts().map(async (context) => {
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }),
  );
}

/** Opens `to` on a new device as a person who signed in there before: much faster than the sign-in page. */
export async function signIn(page: Page, { name, address }: Account, to = '/'): Promise<void> {
  const { auth, uid, close } = await signInAs(name, { address });
  const user = { ...auth.currentUser?.toJSON(), appName: '[DEFAULT]' };
  await close();
  const key = `firebase:authUser:${auth.config.apiKey}:[DEFAULT]`;
  const script = await page.addInitScript(
    (entries) => {
      for (const [name, value] of entries) localStorage.setItem(name, value);
    },
    [
      [key, JSON.stringify(user)],
      ['maru-person', uid],
    ] as const,
  );
  await page.goto(to);
  await script.dispose();
}

/** Signs in as a demo person on the current sign-in page. */
export async function signInHere(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: ko('google_sign_in') }).click();
  await page.getByRole('button', { name }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Signs out on the settings page and confirms. */
export async function signOut(page: Page): Promise<void> {
  await button(page, ko('settings_sign_out')).click();
  await button(page.getByRole('dialog'), ko('settings_sign_out')).click();
}

/** Creates a library and opens it. */
export async function createLibrary(page: Page, name: string): Promise<void> {
  await page.goto('/?create');
  await page.getByLabel(ko('library_name')).fill(name);
  await page.getByRole('button', { name: ko('library_create') }).click();
  await expect(heading(page, name)).toBeVisible();
}

/** Creates an album from the library's home and opens it: for the whole library, or for one person. */
export async function createAlbum(page: Page, title: string, person?: string): Promise<void> {
  await page
    .getByRole('button', { name: ko('album_create') })
    .first()
    .click();
  const form = page.getByRole('dialog');
  await form.getByLabel(ko('album_title')).fill(title);
  if (person !== undefined) {
    await form.getByRole('radio', { name: ko('album_audience_people') }).check();
    await form.getByLabel(person).check();
  }
  await form.getByRole('button', { name: ko('album_create_confirm') }).click();
  await expect(heading(page, title)).toBeVisible();
}

/** Invites an address, from the library's home, and returns there. */
export async function inviteByEmail(page: Page, address: string): Promise<void> {
  await page.getByRole('link', { name: ko('people_title') }).click();
  await page.getByRole('button', { name: ko('invite_by_address') }).click();
  await page.getByLabel(ko('invite_address')).fill(address);
  await button(page, ko('invite_send')).click();
  await expect(page.getByText(address)).toBeVisible();
  await page.goBack();
}

/** A file for the browser's file picker. */
export interface FilePayload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Adds files to the open album with the file picker. */
export async function addFiles(page: Page, files: FilePayload[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button(page, ko('add')).click();
  await (await chooser).setFiles(files);
}

/** Returns a photo as JPEG, by default with bytes that no other test has. */
export async function photoFile(name: string, options: PhotoOptions = {}): Promise<FilePayload> {
  const buffer = await jpegOf({ seed: randomInt(1, 2 ** 31), width: 600, height: 400, ...options });
  return { name, mimeType: 'image/jpeg', buffer };
}

/** Creates a DataTransfer in the page, as a drop or a paste holds it. */
export const createDataTransfer = (page: Page, files: readonly FilePayload[]): Promise<JSHandle<DataTransfer>> =>
  page.evaluateHandle(
    (all) => {
      const transfer = new DataTransfer();
      for (const { name, type, text } of all) {
        const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      return transfer;
    },
    files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, text: buffer.toString('base64') })),
  );

/** Waits until the service worker is active; it need not control the page yet. */
export const serviceWorkerReady = (page: Page): Promise<void> =>
  page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

/** Limits the upload speed to `bytesPerSecond`; -1 removes the limit. */
export async function limitUpload(page: Page, bytesPerSecond: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}

/** Ends an offline time. Without any network interface but loopback, Chromium does not fire the event. */
export async function goOnline(page: Page): Promise<void> {
  await page.context().setOffline(false);
  await page.evaluate(() => navigator.onLine || window.dispatchEvent(new Event('online')));
}

/** A button by its whole name, a page's heading, and an item of its main list. */
export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: true });
export const heading = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name });
export const listItem = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: name });

/** Focuses the undo button of the toast with a text, which stays as long as it has the focus. Returns the button. */
export async function holdToast(page: Page, text: string): Promise<Locator> {
  const undo = button(page.getByRole('status').filter({ hasText: text }), ko('undo'));
  await undo.focus();
  return undo;
}

/** The visible images of the open album, with its cover. */
export const visibleImages = (page: Page) => page.locator('main img').filter({ visible: true });

/** The visible images of its grid. */
export const gridImages = (page: Page) => page.locator('main img:not(header img)').filter({ visible: true });

/** How many of them are decoded. */
export const decodedCount = (page: Page): Promise<number> =>
  gridImages(page).evaluateAll((all) => all.filter((img) => (img as HTMLImageElement).naturalWidth > 0).length);

/** The tiles of the open album, and the tile of one item. */
export const tiles = (page: Page): Locator => page.getByRole('list', { name: ko('grid_label') }).getByRole('button');
export const tileOf = (page: Page, item: string): Locator => page.locator(`[data-item="${item}"]`);

/** Waits for all running animations of the page, such as a picture that grows from its tile. */
export const animationsEnd = (page: Page): Promise<unknown> =>
  page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));

/** The viewer's stage. */
export const stage = (page: Page): Locator => page.getByRole('region', { name: ko('viewer_label') });

/** The upload tray. */
export const tray = (page: Page): Locator => page.getByRole('region', { name: ko('tray_label') });

/** The row of one file in the open tray. */
export const trayRow = (page: Page, name: string): Locator =>
  tray(page).getByRole('listitem').filter({ hasText: name });

/** Opens the tray's list of files. */
export async function openTray(page: Page): Promise<void> {
  await tray(page)
    .getByRole('button', { name: ko('tray_more') })
    .click();
}
