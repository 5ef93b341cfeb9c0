import { randomUUID } from 'node:crypto';
import type { ItemId, Uid } from '@maru/model/ids';
import { objectUrl, originalName, paths, renditionName } from '@maru/model/paths';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { FATHER, OWNER } from '../../tools/demo/people.ts';
import { idOfBytes } from '../functions/uploading.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { adminOf, inspect } from '../harness/inspect.ts';
import { mp4Of } from '../media/video.ts';
import { jpegOf } from '../media/photo.ts';
import { albumPath, createTestLibrary, itemPath } from './library-fixture.ts';
import {
  addFiles,
  button,
  closeDevices,
  decodedCount,
  gridImages,
  openDevice,
  WITH_SERVICE_WORKER,
  openTray,
  serviceWorkerReady,
  signIn,
  signInHere,
  stage,
  tiles,
  trayRow,
} from './app.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

const seed = (): number => Math.floor(Math.random() * 2 ** 31);

/** Policy violations and requests of a device's pages and service worker. */
interface Traffic {
  violations: string[];
  requests: { url: URL; fromWorker: boolean }[];
}

async function recordTraffic(context: BrowserContext): Promise<Traffic> {
  const traffic: Traffic = { violations: [], requests: [] };
  await context.exposeBinding('tellViolation', (_, text: string) => traffic.violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      const text = `${violatedDirective} ${blockedURI} at ${location.pathname} by ${sourceFile}`;
      (window as unknown as { tellViolation: (text: string) => void }).tellViolation(text);
    });
  });
  // Violations in a worker reach only the console.
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) traffic.violations.push(message.text());
  });
  context.on('request', (request) => {
    traffic.requests.push({ url: new URL(request.url()), fromWorker: request.serviceWorker() !== null });
  });
  return traffic;
}

/** Opens a screen and waits for a text on it. */
async function openScreen(page: Page, path: string, text: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByText(text).first()).toBeVisible();
}

test('no screen violates the Content-Security-Policy, and every request goes to the app or the proxies', async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [FATHER], photos: 2 });
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  const traffic = await recordTraffic(context);

  await test.step('sign-in, library, people, albums and settings, in both themes', async () => {
    await page.goto(`/l/${fixture.library}`);
    await signInHere(page, OWNER.name);
    await expect(page.getByRole('heading', { level: 1, name: fixture.name })).toBeVisible();
    await serviceWorkerReady(page);
    await page
      .getByRole('button', { name: ko('album_create') })
      .first()
      .click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await openScreen(page, `/l/${fixture.library}/people`, ko('invite_title'));
    await openScreen(page, '/?create', ko('home_create_another'));
    await openScreen(page, `/l/${'a'.repeat(20)}`, ko('no_access_title'));
    await openScreen(page, `/l/${fixture.library}/a/${'a'.repeat(20)}`, ko('album_no_access_title'));
    await openScreen(page, '/settings', ko('settings_theme'));
    await page.getByRole('radio', { name: ko('settings_theme_dark') }).check();
    await page.getByRole('radio', { name: ko('settings_theme_system') }).check();
    await openScreen(page, `/l/${fixture.library}/all`, ko('nav_all_photos'));
    await expect.poll(() => decodedCount(page)).toBe(2);
  });

  await test.step('a photo and a video are added, viewed and played', async () => {
    await page.goto(albumPath(fixture));
    await addFiles(page, [
      { name: '새 사진.jpg', mimeType: 'image/jpeg', buffer: await jpegOf({ seed: seed() }) },
      {
        name: '새 영상.mp4',
        mimeType: 'video/mp4',
        buffer: await mp4Of({ width: 640, height: 360, seconds: 8, seed: seed() % 90 }),
      },
    ]);
    await openTray(page);
    await expect(tiles(page)).toHaveCount(4, { timeout: 60_000 });
    await expect.poll(() => decodedCount(page)).toBe(4);
    await page.goto(itemPath(fixture, 0));
    await expect(stage(page).locator('img[src*="%2Fscreen?"]').first()).toBeVisible();
    await page.goto(albumPath(fixture));
    await tiles(page)
      .and(page.getByRole('button', { name: new RegExp(`^${ko('kind_video')}`) }))
      .click();
    await button(page, ko('player_play')).first().click();
    await expect
      .poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime))
      .toBeGreaterThan(0.5);
  });

  const { ports } = useEmulators();
  const allowedPorts = [ports.hosting, ports.auth, ports.firestore, ports.storageProxy].map(String);
  const requests = traffic.requests.filter(({ url }) => url.protocol.startsWith('http'));
  const outside = requests.filter(
    ({ url }) => !/^(localhost|127\.0\.0\.1)$/.test(url.hostname) || !allowedPorts.includes(url.port),
  );
  expect(outside.map(({ url }) => url.href)).toEqual([]);
  // Proves that requests of the page and the service worker are recorded.
  expect(requests.some(({ url }) => url.port === String(ports.storageProxy))).toBe(true);
  expect(requests.some(({ fromWorker }) => fromWorker)).toBe(true);
  expect(traffic.violations).toEqual([]);

  // Proves that a violation is recorded.
  await page.evaluate((storage) => fetch(`${storage}/v0/b`).catch(() => undefined), useEmulators().urls.storage);
  await expect.poll(() => traffic.violations.length).toBeGreaterThan(0);
});

/** Returns the status of a request by the page's own scripts. */
const statusOf = (page: Page, url: string, idToken?: string): Promise<number> =>
  page.evaluate(
    async ([address, token]) => {
      const headers = token === undefined ? {} : { authorization: `Firebase ${token}` };
      return (await fetch(String(address), { cache: 'no-store', headers })).status;
    },
    [url, idToken],
  );

test('nobody reads an original, not even with the token of the upload response', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, albumPath(fixture));
  const { buckets, urls } = useEmulators();
  const file = { name: '원본.jpg', mimeType: 'image/jpeg', buffer: await jpegOf({ seed: seed() }) };
  const item = idOfBytes(file.buffer);
  const responded = page.waitForResponse(async (response) => {
    if (!response.url().includes(`/b/${buckets.originals}/o`) || !response.ok()) return false;
    return (await response.text().catch(() => '')).includes('downloadTokens');
  });
  await addFiles(page, [file]);
  const uploadResponse = await responded;
  const { downloadTokens } = (await uploadResponse.json()) as { downloadTokens: string };
  const idToken = (await uploadResponse.request().headerValue('authorization'))?.replace(/^Firebase /, '');
  expect(downloadTokens).toMatch(/^[0-9a-f-]{36}$/);
  expect(idToken).toBeTruthy();
  await openTray(page);
  await expect(trayRow(page, file.name)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });

  const name = originalName(fixture.library, item);
  const url = objectUrl(urls.storageProxy, buckets.originals, name, downloadTokens);
  expect(await statusOf(page, url)).toBe(403);
  expect(await statusOf(page, url, idToken)).toBe(403);
  expect(await statusOf(page, url.replace(/&token=.*/, ''), idToken)).toBe(403);
  expect((await page.request.get(url.replace(urls.storageProxy, urls.storage))).status()).toBe(403);
});

test('a rendition is readable with its own token and no other', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER, photos: 1 });
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, albumPath(fixture));
  await expect.poll(() => decodedCount(page)).toBe(1);
  const url = String(await gridImages(page).first().getAttribute('src'));
  expect(url).toMatch(/%2Fgrid\?.*token=/);
  // These requests bypass the service worker, which caches by object name.
  const statusFromNode = async (address: string): Promise<number> => (await page.request.get(address)).status();
  expect(await statusFromNode(url)).toBe(200);
  expect(await statusFromNode(url.replace(/token=[^&]*/, 'token=00000000-0000-4000-8000-000000000000'))).toBe(403);
  expect(await statusFromNode(url.replace(/&?token=[^&]*/, ''))).toBe(403);
  expect(await statusFromNode(url.replace('%2Fgrid?', '%2Fscreen?'))).toBe(200);
});

test("a profile photo URL that names the same object in another bucket does not replace the family's photo in the cache", async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [FATHER], photos: 1 });
  const { buckets, urls } = useEmulators();
  const name = renditionName(fixture.library, fixture.items[0] as ItemId, 1, 'screen');
  const forged = await jpegOf({ seed: seed(), width: 64, height: 64 });
  const evilUrl = objectUrl(urls.storageProxy, 'evil', name, randomUUID());
  // Today's functions would refuse such a URL.
  const father = await signInAs(FATHER.name, { address: FATHER.address });
  await father.call('onSignIn', {});
  await adminOf(useEmulators())
    .db.doc(paths.member(fixture.library, father.uid as Uid))
    .update({ photo: evilUrl });
  await father.close();

  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  // The emulators serve no other bucket.
  const headers = { 'access-control-allow-origin': '*' };
  await context.route('**/v0/b/evil/o/**', (route) =>
    route.fulfill({ contentType: 'image/jpeg', headers, body: forged }),
  );
  await signIn(page, OWNER, `/l/${fixture.library}/people`);
  await expect(page.getByText(FATHER.name)).toBeVisible();
  await serviceWorkerReady(page);
  await page.reload();
  await expect(page.getByText(FATHER.name)).toBeVisible();
  expect(await page.locator('main img').count()).toBe(0);
  // The service worker does not mistake it for the photo either.
  const width = await page.evaluate(async (src) => {
    const image = Object.assign(new Image(), { src, crossOrigin: 'anonymous' });
    await image.decode();
    return image.naturalWidth;
  }, evilUrl);
  expect(width).toBe(64);
  await page.goto(itemPath(fixture, 0));
  const screenImage = stage(page).locator('img[src*="%2Fscreen?"]').first();
  await expect.poll(() => screenImage.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(64);
  const cached = (): Promise<number | undefined> =>
    page.evaluate(async (path) => (await (await caches.match(`/media/${path}`))?.blob())?.size, name);
  await expect.poll(cached).toBe((await inspect.bytes(buckets.renditions, name)).length);
});
