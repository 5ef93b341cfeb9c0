import { expect, test, type Page } from '@playwright/test';
import { FATHER } from '../../tools/demo/people.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { jpegOf } from '../media/photo.ts';
import {
  addFiles,
  button,
  closeDevices,
  createAlbum,
  createLibrary,
  decodedCount,
  demoPerson,
  heading,
  inviteByEmail,
  openDevice,
  WITH_SERVICE_WORKER,
  openTray,
  signIn,
  signInHere,
  signOut,
  tiles,
  trayRow,
} from './app.ts';
import { ko } from './messages.ts';
import { newPerson } from './new-person.ts';
import { cacheNames, databaseNames, readDatabase, seenRecords } from './device-storage.ts';

// These tests count a person's libraries, so these people are in no other test.
const [owner, mother, father, aunt] = [newPerson('지우'), newPerson('엄마'), newPerson('아빠'), newPerson('이모')];
const stranger = newPerson('손님');
test.beforeAll(async () => {
  for (const { name, address } of [owner, aunt])
    await (await signInAs(name, { address, canCreateLibrary: true })).close();
});
test.afterEach(({ browser }) => closeDevices(browser));

const covers = (page: Page) => page.getByRole('main').getByRole('link');

test('a viewer is in one library and then in two, and has an album that only she sees', async ({ browser }) => {
  const { page: ours } = await openDevice(browser);
  const { page: aunts } = await openDevice(browser);
  const { page: hers } = await openDevice(browser);
  const { page: his } = await openDevice(browser);

  await test.step('the owner invites two viewers and creates an album', async () => {
    await signIn(ours, owner);
    await createLibrary(ours, '우리 집');
    await inviteByEmail(ours, mother.address);
    await inviteByEmail(ours, father.address);
    await createAlbum(ours, '모두의 앨범');
  });

  await test.step('with one library she is never asked to choose', async () => {
    await signIn(hers, mother);
    await expect(heading(hers, '우리 집')).toBeVisible();
    await expect(hers).toHaveURL(/\/l\/[a-z2-7]{20}$/);
    await expect(hers.getByRole('link', { name: ko('library_switch') })).toHaveCount(0);
    await hers.goto('/');
    await expect(heading(hers, '우리 집')).toBeVisible();
    await expect(hers.getByText(ko('home_choose_title'))).toHaveCount(0);
  });

  await test.step('an album for one person is visible to her and not to the other viewer', async () => {
    await signIn(his, father);
    await expect(his.getByRole('link', { name: '모두의 앨범' })).toBeVisible();
    await ours.goto('/');
    await createAlbum(ours, '엄마만 보는 앨범', mother.name);
    const address = ours.url();
    await hers.getByRole('link', { name: '엄마만 보는 앨범' }).click();
    await expect(heading(hers, '엄마만 보는 앨범')).toBeVisible();
    await addFiles(ours, [{ name: '선물.jpg', mimeType: 'image/jpeg', buffer: await jpegOf({ seed: 7 }) }]);
    await expect.poll(() => decodedCount(hers), { timeout: 60_000 }).toBe(1);
    await expect(his.getByRole('link', { name: '엄마만 보는 앨범' })).toHaveCount(0);
    await his.goto(address);
    await expect(his.getByText(ko('album_no_access_title'))).toBeVisible();
    await expect(his.locator('main img')).toHaveCount(0);
    await his.getByRole('link', { name: ko('nav_all_photos') }).click();
    await expect(his.getByText(ko('album_empty_text_wait'))).toBeVisible();
    await expect(tiles(his)).toHaveCount(0);
  });

  await test.step('with a second library she chooses between two large covers, the last visited first', async () => {
    await signIn(aunts, aunt);
    await createLibrary(aunts, '이모네');
    await inviteByEmail(aunts, mother.address);
    await hers.goto('/');
    await hers.getByRole('link', { name: ko('library_switch') }).click();
    await expect(heading(hers, ko('home_choose_title'))).toBeVisible();
    await expect(covers(hers).filter({ hasText: /우리 집|이모네/ })).toHaveText(['우리 집', '이모네']);
    await covers(hers).filter({ hasText: '이모네' }).click();
    await expect(heading(hers, '이모네')).toBeVisible();
    // As if she opened the app another day.
    await expect.poll(async () => (await seenRecords(hers)).get('libraries')).toHaveLength(2);
    await hers.goto('/');
    await expect(covers(hers).filter({ hasText: /우리 집|이모네/ })).toHaveText(['이모네', '우리 집']);
    for (const name of ['이모네', '우리 집']) {
      const box = await covers(hers).filter({ hasText: name }).boundingBox();
      expect(box?.width).toBeGreaterThan(140);
      expect(box?.height).toBeGreaterThan(120);
    }
  });
});

test('inviting answers the same for a known, an unknown and a joined address', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await signIn(page, aunt);
  await createLibrary(page, '답이 같은 집');
  await page.getByRole('link', { name: ko('people_title') }).click();
  await page.getByRole('button', { name: ko('invite_by_address') }).click();
  const outcomes: string[] = [];
  for (const address of ['nobody-knows@example.com', father.address, 'nobody-knows@example.com', aunt.address]) {
    const responded = page.waitForResponse(/\/api\/inviteByEmail$/);
    await page.getByLabel(ko('invite_address')).fill(address);
    await button(page, ko('invite_send')).click();
    const response = await responded;
    const confirmation = page.getByText(ko('invite_saved', { address, here: useEmulators().urls.app }));
    await expect(confirmation).toBeVisible();
    outcomes.push(
      `${String(response.status())} ${await response.text()} ${((await confirmation.textContent()) ?? '').replace(address, '…')}`,
    );
  }
  expect(new Set(outcomes).size).toBe(1);
});

test('any path leads a signed-out visitor to sign-in, in one load and without an error', async ({ browser }) => {
  for (const address of ['/', '/nothing-is-here', `/l/${'a'.repeat(20)}/all`]) {
    const { page, context } = await openDevice(browser);
    const [errors, loads]: [Error[], string[]] = [[], []];
    page.on('pageerror', (error) => errors.push(error));
    page.on('request', (request) => {
      if (request.resourceType() === 'document') loads.push(request.url());
    });
    await page.goto(address);
    await expect(page.getByRole('button', { name: ko('google_sign_in') })).toBeEnabled();
    expect([errors, loads.length], address).toEqual([[], 1]);
    await context.close();
  }
});

test('a stranger sees that they are not invited and cannot create a library, not even through the API', async ({
  browser,
}) => {
  const { page } = await openDevice(browser);
  await signIn(page, stranger);
  await expect(page.getByText(ko('home_not_invited_title'))).toBeVisible();
  await expect(page.getByText(ko('home_not_invited_text', { address: stranger.address }))).toBeVisible();
  await page.goto('/?create');
  await expect(page.getByText(ko('home_not_invited_title'))).toBeVisible();
  await expect(page.getByLabel(ko('library_name'))).toHaveCount(0);
  await page.getByRole('link', { name: ko('settings_title') }).click();
  await expect(page.getByText(stranger.address, { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: ko('settings_create_library') })).toHaveCount(0);

  const token = await tokenOf(page);
  const asked = await page.request.post(`${useEmulators().urls.app}/api/createLibrary`, {
    headers: { authorization: `Bearer ${token}` },
    data: { data: { name: '내 집', timeZone: 'Asia/Seoul' } },
  });
  expect(asked.status()).toBe(403);
  expect(await asked.json()).toMatchObject({ error: { status: 'PERMISSION_DENIED', details: { code: 'forbidden' } } });
  await page.goto('/');
  await expect(page.getByText(ko('home_not_invited_title'))).toBeVisible();
});

/** The ID token that Auth stores on this device. */
async function tokenOf(page: Page): Promise<string> {
  const [[, record] = []] = await readDatabase(page, 'firebaseLocalStorageDb', 'firebaseLocalStorage');
  return (record as { value: { stsTokenManager: { accessToken: string } } }).value.stsTokenManager.accessToken;
}

/** What this device stores about people: databases, caches and localStorage entries. */
const storedOn = async (page: Page): Promise<{ databases: string[]; caches: string[]; entries: string[] }> => ({
  databases: await databaseNames(page),
  caches: await cacheNames(page),
  entries: await page.evaluate(() =>
    Object.keys(localStorage).filter((key) => key === 'maru-person' || key === 'maru-library'),
  ),
});

test('signing out leaves nothing on the device, and the next person sees nothing of the previous one', async ({
  browser,
}) => {
  const { page } = await openDevice(browser, WITH_SERVICE_WORKER);
  await signIn(page, aunt);
  await createLibrary(page, '이모의 비밀');
  await createAlbum(page, '이모만');
  await addFiles(page, [{ name: '나.jpg', mimeType: 'image/jpeg', buffer: await jpegOf({ seed: 8 }) }]);
  await openTray(page);
  await expect(trayRow(page, '나.jpg')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect.poll(() => decodedCount(page)).toBe(1);
  await expect.poll(async () => (await storedOn(page)).databases.length).toBe(1);
  await expect.poll(async () => (await storedOn(page)).caches.length).toBe(2);

  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await page.getByRole('link', { name: ko('settings_title') }).click();
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect.poll(() => storedOn(page)).toEqual({ databases: [], caches: [], entries: [] });
  await expect(page.getByText('이모')).toHaveCount(0);

  await signInHere(page, FATHER.name);
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goBack();
  await expect(page.getByText(/이모의 비밀|이모만/)).toHaveCount(0);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/이모의 비밀|이모만/)).toHaveCount(0);
});

test('when another person signs in, the other tab of the previous person is emptied at once', async ({ browser }) => {
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  await signIn(page, aunt);
  await createLibrary(page, '갈아탈 집');
  const address = page.url();
  const other = await context.newPage();
  await other.goto('/settings');
  await signOut(other);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText('갈아탈 집')).toHaveCount(0);
  await signInHere(other, demoPerson('stranger').name);
  await expect(other.getByText(ko('home_not_invited_title'))).toBeVisible();
  await page.goto(address);
  await expect(page.getByText(ko('no_access_title'))).toBeVisible();
  await expect(page.getByText('갈아탈 집')).toHaveCount(0);
});
