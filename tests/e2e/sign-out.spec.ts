import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { FATHER, OWNER } from '../../tools/demo/people.ts';
import { albumPath, createTestLibrary, libraryPath, type TestLibrary } from './library-fixture.ts';
import {
  button,
  closeDevices,
  decodedCount,
  openDevice,
  WITH_SERVICE_WORKER,
  serviceWorkerReady,
  signIn,
  signInHere,
  signOut,
} from './app.ts';
import { ko } from './messages.ts';
import { newPerson, offerPeople } from './new-person.ts';
import { cacheNames, cachedUrls, databaseNames } from './device-storage.ts';

let fixture: TestLibrary;
test.beforeAll(async () => {
  fixture = await createTestLibrary({ owner: OWNER, viewers: [FATHER], photos: 2 });
});
test.afterEach(({ browser }) => closeDevices(browser));

/** What the device stores of anyone: databases and media caches. */
const storedOn = async (page: Page): Promise<{ databases: string[]; caches: string[] }> => ({
  databases: await databaseNames(page),
  caches: await cacheNames(page),
});
const NOTHING = { databases: [], caches: [] };

/** Opens the album as the father and waits until the service worker has cached its thumbnails. */
async function openCached(context: BrowserContext, page: Page): Promise<void> {
  await signIn(page, FATHER, albumPath(fixture));
  await serviceWorkerReady(page);
  await page.reload();
  await expect.poll(() => decodedCount(page)).toBe(2);
  await expect.poll(async () => (await storedOn(page)).caches.length).toBe(2);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await expect.poll(() => context.serviceWorkers().length).toBe(1);
}

/** Navigates within the app, without loading a new page. */
const navigate = (page: Page, path: string): Promise<void> =>
  page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);

const confirmButton = (page: Page) => button(page.getByRole('dialog'), ko('settings_sign_out'));

test('an image that arrives after sign-out is not stored', async ({ browser }) => {
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  let responses: (() => Promise<void>)[] = [];
  let finished = 0;
  await context.route(/%2Fscreen\?/, async (route) => {
    const response = await route.fetch();
    responses.push(() => route.fulfill({ response }));
  });
  context.on('requestfinished', (request) => {
    if (request.url().includes('%2Fscreen?') && request.serviceWorker()) finished += 1;
  });
  for (const delay of [0, 50, 100, 150]) {
    await openCached(context, page);
    responses = [];
    finished = 0;
    await page.locator('[data-item]').first().click();
    // The photo's, and its neighbour's.
    await expect.poll(() => responses.length).toBe(2);
    await navigate(page, '/settings');
    await button(page, ko('settings_sign_out')).click();
    await confirmButton(page).click();
    await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), delay);
    await Promise.all(responses.map((response) => response()));
    await expect(page).toHaveURL(/sign-in/);
    await expect.poll(() => finished).toBe(responses.length);
    await expect.poll(() => storedOn(page), `${String(delay)} ms after sign-out`).toEqual(NOTHING);
  }
});

test('closing the tab right after pressing the button still signs out', async ({ browser }) => {
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  await openCached(context, page);
  await page.goto('/settings');
  await button(page, ko('settings_sign_out')).click();
  await confirmButton(page).evaluate((button: HTMLElement) => {
    button.click();
  });
  // As soon as the sign-out is marked: nothing after it has run.
  await page.waitForFunction(() => localStorage.getItem('maru-person') === null, undefined, { polling: 1 });
  await page.close();
  const newTab = await context.newPage();
  await newTab.goto('/');
  await expect(newTab).toHaveURL(/sign-in/);
  await expect(button(newTab, ko('google_sign_in'))).toBeEnabled();
  await expect.poll(() => storedOn(newTab)).toEqual(NOTHING);
  await newTab.reload();
  await expect(button(newTab, ko('google_sign_in'))).toBeEnabled();
  await expect(newTab).toHaveURL(/sign-in/);
});

test('images viewed before the service worker started are not cached for the next person', async ({ browser }) => {
  const next = newPerson('이모');
  const otherFixture = await createTestLibrary({ owner: OWNER, viewers: [next], photos: 1 });
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  await offerPeople(context, [next]);
  let startWorker: () => void = () => undefined;
  const workerRequested = new Promise<void>((resolve) => (startWorker = resolve));
  await context.route('**/sw.js', async (route) => {
    await workerRequested;
    await route.continue();
  });
  await signIn(page, FATHER, albumPath(fixture));
  await expect.poll(() => decodedCount(page)).toBe(2);
  await navigate(page, '/settings');
  await signOut(page);
  await expect(page).toHaveURL(/sign-in/);
  await signInHere(page, next.name);
  // Home leads to the only library: until then it could replace the album.
  await expect(page).toHaveURL(new RegExp(`${libraryPath(otherFixture)}$`));
  await navigate(page, albumPath(otherFixture));
  await expect.poll(() => decodedCount(page)).toBe(1);
  startWorker();
  await expect.poll(() => cachedUrls(page, otherFixture.library), { timeout: 30_000 }).not.toEqual([]);
  expect(await cachedUrls(page, fixture.library)).toEqual([]);
});

test('sign-out asks for confirmation, and is refused offline with an explanation', async ({ browser }) => {
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  await signIn(page, FATHER, albumPath(fixture));
  await expect.poll(() => decodedCount(page)).toBe(2);
  await navigate(page, '/settings');
  await button(page, ko('settings_sign_out')).click();
  await button(page, ko('no')).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await context.setOffline(true);
  await button(page, ko('settings_sign_out')).click();
  await confirmButton(page).click();
  await expect(page.getByText(ko('sign_out_offline'))).toBeVisible();
  expect((await storedOn(page)).databases).toHaveLength(1);
  await context.setOffline(false);
  await confirmButton(page).click();
  await expect(page).toHaveURL(/sign-in/);
  await expect.poll(() => storedOn(page)).toEqual(NOTHING);
});
