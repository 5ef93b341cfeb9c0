import { expect, test, type Locator, type Page } from '@playwright/test';
import { FATHER, OWNER } from '../../tools/demo/people.ts';
import { person } from '../harness.ts';
import { albumAt, furnished, itemAt, type Furnished } from './furnished.ts';
import { device, leaveAll, paintedCount, signIn, stage } from './visitor.ts';
import { ko } from './words.ts';

let home: Furnished;
test.beforeAll(async () => {
  home = await furnished({ owner: OWNER, viewers: [FATHER], photos: 3 });
  const father = await person(FATHER.name, { address: FATHER.address });
  await father.call('onSignIn', {});
  await father.close();
});
test.afterEach(({ browser }) => leaveAll(browser));

/** Signs in and waits until the service worker controls the page. */
async function ready(page: Page, name: string, path: string): Promise<void> {
  await signIn(page, name, path);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

const keys = (page: Page): Promise<IDBValidKey[]> =>
  page.evaluate(async () => {
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('maru-'))?.name;
    if (name === undefined) return [];
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(new Error(asked.error?.message));
    });
    const found = await new Promise<IDBValidKey[]>((resolve, reject) => {
      const asked = db.transaction('seen').objectStore('seen').getAllKeys();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(new Error(asked.error?.message));
    });
    db.close();
    return found;
  });

test('offline, the people page shows the last known members and no button that would fail', async ({ browser }) => {
  const { page, context } = await device(browser);
  const people = `/l/${home.library}/people`;
  await ready(page, OWNER.name, people);
  await expect(page.getByText(FATHER.name)).toBeVisible();
  await expect.poll(() => keys(page)).toContain(`members/${home.library}`);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText(ko('people_offline'))).toBeVisible();
  await expect(page.getByText(FATHER.name)).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('offline, a people page that was never opened says that nothing is saved', async ({ browser }) => {
  const { page, context } = await device(browser);
  await ready(page, FATHER.name, albumAt(home));
  await expect.poll(() => paintedCount(page)).toBe(3);
  await expect.poll(() => keys(page)).toContain('libraries');
  await context.setOffline(true);
  await page.goto(`/l/${home.library}/people`);
  await expect(page.getByText(ko('offline_nothing_saved'))).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

test("the viewer's offline message is not covered by its buttons", async ({ browser }) => {
  for (const n of [1, 2]) {
    const { page, context } = await device(browser);
    await ready(page, FATHER.name, albumAt(home));
    await expect.poll(() => paintedCount(page)).toBe(3);
    await context.setOffline(true);
    await page.goto(itemAt(home, n));
    const message = stage(page)
      .locator('div:not([inert]) > div > p')
      .filter({ hasText: ko('viewer_small_copy') });
    await expect(message).toBeVisible();
    const box = async (of: Locator) => (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const words = await box(message);
    const beside = await stage(page)
      .getByRole('button', { name: new RegExp(`^(${ko('viewer_previous')}|${ko('viewer_next')})$`) })
      .all();
    expect(beside.length).toBeGreaterThan(0);
    for (const button of beside) {
      const { x, y, width, height } = await box(button);
      const meet =
        x < words.x + words.width && words.x < x + width && y < words.y + words.height && words.y < y + height;
      expect(meet).toBe(false);
    }
    await context.close();
  }
});
