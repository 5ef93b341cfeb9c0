import { expect, test, type Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { uploadItem as addAs, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { mp4Of } from '../media/video.ts';
import { jpegOf } from '../media/photo.ts';
import { albumPath, createTestLibrary, itemPath } from './library-fixture.ts';
import { addFiles, button, closeDevices, limitUpload, openDevice, openTray, signIn, stage, trayRow } from './app.ts';
import { ko } from './messages.ts';
import { cachedUrls, databaseNames } from './device-storage.ts';

test.afterEach(({ browser }) => closeDevices(browser));

/** Changes an account, as only Google does. */
async function changeAccount(address: string, change: object): Promise<void> {
  const { urls, projectId } = useEmulators();
  const request = async (verb: string, body: object): Promise<{ users?: { localId: string }[] }> => {
    const response = await fetch(
      `${urls.auth}/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:${verb}`,
      {
        method: 'POST',
        headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    );
    if (!response.ok) throw new Error(`${verb}: ${String(response.status)} ${await response.text()}`);
    return (await response.json()) as { users?: { localId: string }[] };
  };
  const { users = [] } = await request('lookup', { email: [address] });
  await request('update', { localId: users[0]?.localId, ...change });
}

/** Invalidates all earlier sign-ins. */
const revokeTokens = (address: string): Promise<void> =>
  changeAccount(address, { validSince: String(Math.floor(Date.now() / 1000)) });

/** Ends the session with a reload that finds it revoked, so that the page's memory holds nothing of it. */
async function revokeSession(page: Page, address: string): Promise<void> {
  // Tokens issued within the same second stay valid.
  const second = (): number => Math.floor(Date.now() / 1000);
  const issuedBy = second();
  await expect.poll(second).toBeGreaterThan(issuedBy);
  await revokeTokens(address);
  await page.reload();
  await expect(page).toHaveURL(/sign-in/);
}

/** Ends the session in the open page: the renewal of its token after an hour is refused. */
async function expireSession(page: Page, address: string): Promise<void> {
  // The emulator renews revoked tokens but not those of a disabled account; the app treats both alike.
  await changeAccount(address, { disableUser: true });
  await page.clock.fastForward('01:01:00');
  await expect(page).toHaveURL(/sign-in/);
  await changeAccount(address, { disableUser: false });
}

/** Signs in again with the only button, which names the person. */
async function signInAgain(page: Page, { name }: { name: string }): Promise<void> {
  await expect(button(page, ko('google_sign_in'))).toHaveCount(0);
  await page.getByRole('button', { name: ko('signin_as', { name }) }).click();
  await page.getByRole('button', { name }).click();
}

test('after a revoked session, one button returns to the same photo', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [FATHER], photos: 2 });
  const { page } = await openDevice(browser);
  await signIn(page, FATHER, itemPath(fixture, 1));
  await expect(stage(page).locator('img[src*="%2Fscreen?"]').first()).toBeVisible();
  await revokeSession(page, FATHER.address);
  await expect(stage(page)).toHaveCount(0);
  await signInAgain(page, FATHER);
  await expect(page).toHaveURL(itemPath(fixture, 1));
  await expect(stage(page).locator('img[src*="%2Fscreen?"]').first()).toBeVisible();
});

test('the next person finds nothing of a session that ended', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [FATHER], photos: 1 });
  const father = await signInAs(FATHER.name, { address: FATHER.address });
  await father.close();
  const { page } = await openDevice(browser);
  await signIn(page, FATHER, itemPath(fixture, 0));
  await expect(stage(page).locator('img[src*="%2Fscreen?"]').first()).toBeVisible();
  await expect.poll(() => databaseNames(page)).toEqual([`maru-${father.uid}`]);
  await revokeSession(page, FATHER.address);
  // The data is kept for the case that the same person returns.
  expect(await databaseNames(page)).toEqual([`maru-${father.uid}`]);
  await page.getByRole('button', { name: ko('signin_other') }).click();
  await page.getByRole('button', { name: MOTHER.name }).click();
  await expect(page.getByText(ko('no_access_title'))).toBeVisible();
  await expect.poll(() => databaseNames(page)).not.toContain(`maru-${father.uid}`);
  await expect.poll(() => cachedUrls(page, fixture.library)).toEqual([]);
});

test('a session that ends during a video stops its sound, and signing in returns to the same second', async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [FATHER] });
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const bytes = await mp4Of({ width: 640, height: 360, seconds: 10, rate: 10, seed: Date.now() % 90 });
  const item = await addAs(owner, fixture.library, bytes, { fileName: '영상.mp4', albums: [fixture.album] });
  await waitUntilProcessed(fixture.library, item);
  await owner.close();
  const { page } = await openDevice(browser);
  await page.clock.install();
  await signIn(page, FATHER, `${albumPath(fixture)}/${item}`);
  const play = button(page, ko('player_play')).first();
  const position = (): Promise<number> =>
    page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  await play.click();
  await expect.poll(position, { timeout: 30_000 }).toBeGreaterThan(2);
  await expireSession(page, FATHER.address);
  await expect.poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(true);
  const endedAt = await position();
  await signInAgain(page, FATHER);
  await expect(page).toHaveURL(`${albumPath(fixture)}/${item}`);
  await play.click();
  await expect.poll(position, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await position()).toBeGreaterThan(endedAt - 1);
});

test('a session that ends during an upload keeps the file and uploads it after the next sign-in', async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page } = await openDevice(browser);
  await page.clock.install();
  await signIn(page, OWNER, albumPath(fixture));
  await limitUpload(page, 600_000);
  const buffer = Buffer.concat([await jpegOf({ seed: Date.now() % 2 ** 31 }), Buffer.alloc(6_000_000)]);
  await addFiles(page, [{ name: '긴 것.jpg', mimeType: 'image/jpeg', buffer }]);
  await openTray(page);
  await expect(trayRow(page, '긴 것.jpg').getByText(ko('upload_sending'))).toBeVisible();
  await expireSession(page, OWNER.address);
  await limitUpload(page, -1);
  await signInAgain(page, OWNER);
  await expect(page).toHaveURL(albumPath(fixture));
  await openTray(page);
  await expect(trayRow(page, '긴 것.jpg')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
});
