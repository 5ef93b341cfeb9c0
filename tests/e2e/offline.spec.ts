import { expect, test, type Locator, type Page } from '@playwright/test';
import { FATHER, OWNER } from '../../tools/demo/people.ts';
import { signInAs } from '../harness.ts';
import { albumPath, createTestLibrary, itemPath, type TestLibrary } from './library-fixture.ts';
import {
  closeDevices,
  decodedCount,
  openDevice,
  WITH_SERVICE_WORKER,
  serviceWorkerReady,
  signIn,
  stage,
  type Account,
} from './app.ts';
import { ko } from './messages.ts';
import { seenRecords } from './device-storage.ts';

let fixture: TestLibrary;
test.beforeAll(async () => {
  fixture = await createTestLibrary({ owner: OWNER, viewers: [FATHER], photos: 3 });
  const father = await signInAs(FATHER.name, { address: FATHER.address });
  await father.call('onSignIn', {});
  await father.close();
});
test.afterEach(({ browser }) => closeDevices(browser));

/** Signs in and waits until the service worker controls the page. */
async function openControlled(page: Page, person: Account, path: string): Promise<void> {
  await signIn(page, person, path);
  await serviceWorkerReady(page);
  await page.reload();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

test('offline, the people page shows the last known members and no button that would fail', async ({ browser }) => {
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  const people = `/l/${fixture.library}/people`;
  await openControlled(page, OWNER, people);
  await expect(page.getByText(FATHER.name)).toBeVisible();
  await expect.poll(async () => [...(await seenRecords(page)).keys()]).toContain(`members/${fixture.library}`);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText(ko('people_offline'))).toBeVisible();
  await expect(page.getByText(FATHER.name)).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('offline, a people page that was never opened says that nothing is saved', async ({ browser }) => {
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  await openControlled(page, FATHER, albumPath(fixture));
  await expect.poll(() => decodedCount(page)).toBe(3);
  await expect.poll(async () => [...(await seenRecords(page)).keys()]).toContain('libraries');
  await context.setOffline(true);
  await page.goto(`/l/${fixture.library}/people`);
  await expect(page.getByText(ko('offline_nothing_saved'))).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveText([ko('help_request')]);
});

test("the viewer's offline message is not covered by its buttons", async ({ browser }) => {
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  await openControlled(page, FATHER, albumPath(fixture));
  await expect.poll(() => decodedCount(page)).toBe(3);
  await context.setOffline(true);
  for (const n of [1, 2]) {
    await page.goto(itemPath(fixture, n));
    const message = stage(page)
      .locator('div:not([inert]) > .picture p')
      .filter({ hasText: ko('viewer_small_copy') });
    await expect(message).toBeVisible();
    const box = async (of: Locator) => (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const messageBox = await box(message);
    const buttons = stage(page).getByRole('button', {
      name: new RegExp(`^(${ko('viewer_previous')}|${ko('viewer_next')})$`),
    });
    await expect(buttons).toHaveCount(n === 1 ? 2 : 1);
    for (const button of await buttons.all()) {
      const { x, y, width, height } = await box(button);
      const overlap =
        x < messageBox.x + messageBox.width &&
        messageBox.x < x + width &&
        y < messageBox.y + messageBox.height &&
        messageBox.y < y + height;
      expect(overlap).toBe(false);
    }
  }
});
