import { expect, test, type Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { add as addAs, settled } from '../functions/adding.ts';
import { person, useEmulators } from '../harness.ts';
import { filmOf } from '../media/video.ts';
import { jpegOf } from '../media/photo.ts';
import { albumAt, furnished, itemAt } from './furnished.ts';
import { add, device, leaveAll, openTray, rowOf, signIn, stage } from './visitor.ts';
import { ko } from './words.ts';

test.afterEach(({ browser }) => leaveAll(browser));

/** Changes an account, as only Google does. */
async function account(address: string, change: object): Promise<void> {
  const { urls, projectId } = useEmulators();
  const ask = async (verb: string, body: object): Promise<{ users?: { localId: string }[] }> => {
    const answer = await fetch(
      `${urls.auth}/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:${verb}`,
      {
        method: 'POST',
        headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    );
    if (!answer.ok) throw new Error(`${verb}: ${String(answer.status)} ${await answer.text()}`);
    return (await answer.json()) as { users?: { localId: string }[] };
  };
  const { users = [] } = await ask('lookup', { email: [address] });
  await ask('update', { localId: users[0]?.localId, ...change });
}

/** Invalidates all earlier sign-ins. */
const revoke = (address: string): Promise<void> =>
  account(address, { validSince: String(Math.floor(Date.now() / 1000)) });

/** Ends the session with a reload that finds it revoked, so that the page's memory holds nothing of it. */
async function endByRevoking(page: Page, address: string): Promise<void> {
  // Tokens issued within the same second stay valid.
  await expect(async () => {
    await revoke(address);
    await page.reload();
    await expect(page).toHaveURL(/sign-in/, { timeout: 5000 });
  }).toPass({ timeout: 60_000 });
}

/** Ends the session in the open page: the renewal of its token after an hour is refused. */
async function endSession(page: Page, address: string): Promise<void> {
  // The emulator renews revoked tokens but not those of a disabled account; the app treats both alike.
  await account(address, { disableUser: true });
  await page.clock.fastForward('01:01:00');
  await expect(page).toHaveURL(/sign-in/);
  await account(address, { disableUser: false });
}

/** Signs in again with the only button, which names the person. */
async function comeBack(page: Page, { name }: { name: string }): Promise<void> {
  await expect(page.getByRole('button', { name: ko('google_sign_in'), exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: ko('signin_as', { name }) }).click();
  await page.getByRole('button', { name }).click();
}

test('after a revoked session, one button returns to the same photo', async ({ browser }) => {
  const home = await furnished({ owner: OWNER, viewers: [FATHER], photos: 2 });
  const { page } = await device(browser);
  await signIn(page, FATHER.name, itemAt(home, 1));
  await expect(stage(page).locator('img[src*="%2Fscreen?"]').first()).toBeVisible();
  await endByRevoking(page, FATHER.address);
  await expect(stage(page)).toHaveCount(0);
  await comeBack(page, FATHER);
  await expect(page).toHaveURL(itemAt(home, 1));
  await expect(stage(page).locator('img[src*="%2Fscreen?"]').first()).toBeVisible();
});

test('the next person finds nothing of a session that ended', async ({ browser }) => {
  const home = await furnished({ owner: OWNER, viewers: [FATHER], photos: 1 });
  const father = await person(FATHER.name, { address: FATHER.address });
  await father.close();
  const { page } = await device(browser);
  const stores = (): Promise<string[]> =>
    page.evaluate(async () =>
      (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('maru-') ? [name] : [])),
    );
  await signIn(page, FATHER.name, itemAt(home, 0));
  await expect(stage(page).locator('img[src*="%2Fscreen?"]').first()).toBeVisible();
  await expect.poll(stores).toEqual([`maru-${father.uid}`]);
  await endByRevoking(page, FATHER.address);
  // The data is kept for the case that the same person returns.
  expect(await stores()).toEqual([`maru-${father.uid}`]);
  await page.getByRole('button', { name: ko('signin_other') }).click();
  await page.getByRole('button', { name: MOTHER.name }).click();
  await expect(page.getByText(ko('no_access_title'))).toBeVisible();
  await expect.poll(stores).not.toContain(`maru-${father.uid}`);
  const cached = (): Promise<string[]> =>
    page.evaluate(async (library) => {
      const found: string[] = [];
      for (const cache of await caches.keys())
        for (const { url } of await (await caches.open(cache)).keys()) if (url.includes(library)) found.push(url);
      return found;
    }, home.library);
  await expect.poll(cached).toEqual([]);
});

test('a session that ends during a video stops its sound, and signing in returns to the same second', async ({
  browser,
}) => {
  const home = await furnished({ owner: OWNER, viewers: [FATHER] });
  const owner = await person(OWNER.name, { address: OWNER.address });
  const bytes = await filmOf({ width: 640, height: 360, seconds: 20, seed: Date.now() % 90 });
  const item = await addAs(owner, home.library, bytes, { fileName: '영상.mp4', albums: [home.album] });
  await settled(home.library, item);
  await owner.close();
  const { page } = await device(browser);
  await page.clock.install();
  await signIn(page, FATHER.name, `${albumAt(home)}/${item}`);
  const play = page.getByRole('button', { name: ko('player_play'), exact: true }).first();
  const second = (): Promise<number> => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  await play.click();
  await expect.poll(second, { timeout: 30_000 }).toBeGreaterThan(3);
  await endSession(page, FATHER.address);
  await expect.poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(true);
  await comeBack(page, FATHER);
  await expect(page).toHaveURL(`${albumAt(home)}/${item}`);
  await play.click();
  await expect.poll(second, { timeout: 30_000 }).toBeGreaterThan(3);
});

test('a session that ends during an upload keeps the file and uploads it after the next sign-in', async ({
  browser,
}) => {
  const home = await furnished({ owner: OWNER });
  const { page, context } = await device(browser);
  await page.clock.install();
  await signIn(page, OWNER.name, albumAt(home));
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 600_000 };
  await cdp.send('Network.emulateNetworkConditions', slow);
  const buffer = Buffer.concat([await jpegOf({ seed: Date.now() % 2 ** 31 }), Buffer.alloc(6_000_000)]);
  await add(page, [{ name: '긴 것.jpg', mimeType: 'image/jpeg', buffer }]);
  await openTray(page);
  await expect(rowOf(page, '긴 것.jpg').getByText(ko('upload_sending'))).toBeVisible();
  await endSession(page, OWNER.address);
  await cdp.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
  await comeBack(page, OWNER);
  await expect(page).toHaveURL(albumAt(home));
  await openTray(page);
  await expect(rowOf(page, '긴 것.jpg')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
});
