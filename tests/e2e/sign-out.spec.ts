import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { albumAt, furnished, type Furnished } from './furnished.ts';
import { device, leaveAll, paintedCount, signIn, signInHere, signOut } from './visitor.ts';
import { ko } from './words.ts';

let home: Furnished;
test.beforeAll(async () => {
  home = await furnished({ owner: OWNER, viewers: [FATHER], photos: 2 });
});
test.afterEach(({ browser }) => leaveAll(browser));

/** What the device stores of anyone: databases and media caches. */
const onDevice = (page: Page): Promise<{ databases: string[]; caches: string[] }> =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('maru-') ? [name] : [])),
    caches: (await caches.keys()).filter((name) => name.startsWith('maru-media-') || name === 'maru-notes'),
  }));
const NOTHING = { databases: [], caches: [] };

/** Opens the album as the father and waits until the service worker has cached its thumbnails. */
async function looking(context: BrowserContext, page: Page): Promise<void> {
  await signIn(page, FATHER.name, albumAt(home));
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await expect.poll(() => paintedCount(page)).toBe(2);
  await expect.poll(async () => (await onDevice(page)).caches.length).toBe(2);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await expect.poll(() => context.serviceWorkers().length).toBe(1);
}

/** Navigates within the app, without loading a new page. */
const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);

const confirm = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: ko('settings_sign_out'), exact: true });

for (const delay of [0, 50, 100, 150])
  test(`an image that arrives ${String(delay)} ms after sign-out is not stored`, async ({ browser }) => {
    const { page, context } = await device(browser);
    await looking(context, page);
    const answers: (() => Promise<void>)[] = [];
    let ended = 0;
    await context.route(/%2Fscreen\?/, async (route) => {
      const answer = await route.fetch();
      answers.push(() => route.fulfill({ response: answer }));
    });
    context.on('requestfinished', (request) => {
      if (request.url().includes('%2Fscreen?') && request.serviceWorker()) ended += 1;
    });
    await page.locator('[data-item]').first().click();
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    await goTo(page, '/settings');
    await page.getByRole('button', { name: ko('settings_sign_out'), exact: true }).click();
    await confirm(page).click();
    await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), delay);
    await Promise.all(answers.map((answer) => answer()));
    await expect(page).toHaveURL(/sign-in/);
    await expect.poll(() => ended).toBe(answers.length);
    await expect.poll(() => onDevice(page)).toEqual(NOTHING);
  });

test('closing the tab right after pressing the button still signs out', async ({ browser }) => {
  const { page, context } = await device(browser);
  await looking(context, page);
  await page.goto('/settings');
  await page.getByRole('button', { name: ko('settings_sign_out'), exact: true }).click();
  await confirm(page).evaluate((button: HTMLElement) => {
    button.click();
  });
  // As soon as the sign-out is marked: nothing after it has run.
  await page.waitForFunction(() => localStorage.getItem('maru-person') === null, undefined, { polling: 1 });
  await page.close();
  const next = await context.newPage();
  await next.goto('/');
  await expect(next).toHaveURL(/sign-in/);
  await expect(next.getByRole('button', { name: ko('google_sign_in'), exact: true })).toBeEnabled();
  await expect.poll(() => onDevice(next)).toEqual(NOTHING);
  await next.reload();
  await expect(next.getByRole('button', { name: ko('google_sign_in'), exact: true })).toBeEnabled();
  await expect(next).toHaveURL(/sign-in/);
});

test('images viewed before the service worker started are not cached for the next person', async ({ browser }) => {
  const hers = await furnished({ owner: MOTHER, photos: 1 });
  const { page, context } = await device(browser);
  let begin: () => void = () => undefined;
  const late = new Promise<void>((resolve) => (begin = resolve));
  await context.route('**/sw.js', async (route) => {
    await late;
    await route.continue();
  });
  await signIn(page, FATHER.name, albumAt(home));
  await expect.poll(() => paintedCount(page)).toBe(2);
  await goTo(page, '/settings');
  await signOut(page);
  await expect(page).toHaveURL(/sign-in/);
  await signInHere(page, MOTHER.name);
  await expect(page).not.toHaveURL(/sign-in/);
  await goTo(page, albumAt(hers));
  await expect.poll(() => paintedCount(page)).toBe(1);
  begin();
  const cached = (): Promise<string[]> =>
    page.evaluate(async () => {
      const [name] = (await caches.keys()).filter((one) => one.startsWith('maru-media-'));
      return name === undefined ? [] : (await (await caches.open(name)).keys()).map(({ url }) => url);
    });
  await expect
    .poll(async () => (await cached()).some((url) => url.includes(hers.library)), { timeout: 30_000 })
    .toBe(true);
  expect((await cached()).filter((url) => url.includes(home.library))).toEqual([]);
});

test('sign-out asks for confirmation, and is refused offline with an explanation', async ({ browser }) => {
  const { page, context } = await device(browser);
  await signIn(page, FATHER.name, albumAt(home));
  await expect.poll(() => paintedCount(page)).toBe(2);
  await goTo(page, '/settings');
  await page.getByRole('button', { name: ko('settings_sign_out'), exact: true }).click();
  await page.getByRole('button', { name: ko('no'), exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await context.setOffline(true);
  await page.getByRole('button', { name: ko('settings_sign_out'), exact: true }).click();
  await confirm(page).click();
  await expect(page.getByText(ko('sign_out_offline'))).toBeVisible();
  expect((await onDevice(page)).databases).toHaveLength(1);
  await context.setOffline(false);
  await confirm(page).click();
  await expect(page).toHaveURL(/sign-in/);
  await expect.poll(() => onDevice(page)).toEqual(NOTHING);
});
