import { expect, test, type Page } from '@playwright/test';
import { ALL, TOKEN_OVERLAP_S, type ItemId, type Uid } from '@maru/model';
import { AUNT, EDITOR, FATHER, MOTHER } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { mp4Of } from '../media/video.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { playVideo, recordPlayback, playbackStats } from './playback.ts';
import {
  button,
  closeDevices,
  decodedCount,
  openDevice,
  WITH_SERVICE_WORKER,
  serviceWorkerReady,
  signIn,
  stage,
  tileOf,
  tiles,
  visibleImages,
} from './app.ts';
import { ko } from './messages.ts';
import { cachedUrls, seenRecords } from './device-storage.ts';

const PHOTOS = 3;

let fixture: TestLibrary;
let videoItem: ItemId;
test.beforeAll(async () => {
  test.setTimeout(600_000);
  fixture = await createTestLibrary({ owner: EDITOR, viewers: [MOTHER, FATHER, AUNT], photos: PHOTOS });
  const owner = await signInAs(EDITOR.name, EDITOR);
  const bytes = await mp4Of({ seconds: 120, rate: 4, seed: Math.random() });
  videoItem = await uploadItem(owner, fixture.library, bytes, { albums: [ALL, fixture.album] });
  expect(await waitUntilProcessed(fixture.library, videoItem)).toMatchObject({
    state: 'ready',
    mediaInfo: { variants: ['480', '360', '240'] },
  });
  await owner.close();
});

test.afterEach(({ browser }) => closeDevices(browser));

/** Removes people as an owner; returns the time when done. */
async function removeMembers(...people: readonly { name: string; address: string }[]): Promise<number> {
  const owner = await signInAs(EDITOR.name, EDITOR);
  for (const one of people) {
    const other = await signInAs(one.name, one);
    await owner.call('removeMember', { library: fixture.library, uid: other.uid as Uid });
    await other.close();
  }
  await owner.close();
  return Date.now();
}

/** What this device stores of the library: database keys and cached URLs. */
const storedOf = async (page: Page): Promise<string[]> => [
  ...(await cachedUrls(page, fixture.library)),
  ...[...(await seenRecords(page)).keys()].filter((key) => key.includes(fixture.library)),
];

test("a removed person sees nothing after five seconds, and their URLs fail after a minute; another person's video plays on", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { page: hers } = await openDevice(browser, WITH_SERVICE_WORKER);
  const { page: his } = await openDevice(browser, WITH_SERVICE_WORKER);
  await signIn(hers, MOTHER, albumPath(fixture));
  await expect.poll(() => decodedCount(hers)).toBe(PHOTOS + 1);
  await expect.poll(() => storedOf(hers)).not.toEqual([]);
  const urls = await visibleImages(hers).evaluateAll((all) => all.map((img) => (img as HTMLImageElement).src));
  const statuses = () => Promise.all(urls.map(async (url) => (await fetch(url)).status));
  expect(new Set(await statuses())).toEqual(new Set([200]));

  await signIn(his, FATHER, albumPath(fixture));
  await tileOf(his, videoItem).click();
  await playVideo(his);
  const requests: { url: string; at: number }[] = [];
  his.on('request', (request) => requests.push({ url: request.url(), at: Date.now() }));
  await recordPlayback(his);

  const removedAt = await removeMembers(MOTHER);
  await expect(tiles(hers)).toHaveCount(0, { timeout: 5000 });
  await expect(visibleImages(hers)).toHaveCount(0, { timeout: 5000 });
  await expect(hers.getByText(fixture.title)).toHaveCount(0);
  expect(Date.now() - removedAt).toBeLessThan(5000);
  await expect(hers.getByText(ko('no_access_title'))).toBeVisible();
  await expect.poll(() => storedOf(hers)).toEqual([]);

  await expect
    .poll(async () => new Set(await statuses()), { timeout: 60_000 - (Date.now() - removedAt) })
    .toEqual(new Set([403]));
  const expiredAt = Date.now();
  expect((expiredAt - removedAt) / 1000).toBeGreaterThan(TOKEN_OVERLAP_S - 1);

  // Another variant is not buffered yet, so it needs the current token.
  await his.getByRole('button', { name: /화질/ }).click();
  await button(his, ko('player_quality_more')).click();
  await button(his, '360').click();
  const chunks = () => requests.filter(({ url, at }) => at > expiredAt && url.includes('360-0.mp4'));
  await expect.poll(() => chunks().length).toBeGreaterThan(0);
  const before = (await playbackStats(his)).time;
  await expect.poll(async () => (await playbackStats(his)).time).toBeGreaterThan(before + 5);
  expect((await playbackStats(his)).stall).toBeLessThan(2);
  await expect(his.getByRole('alert')).toHaveCount(0);
  for (const { url } of chunks()) expect(urls.some((old) => url.endsWith(new URL(old).search))).toBe(false);
});

test('an album whose audience no longer includes a person closes in the viewer and leaves nothing of it on the device', async ({
  browser,
}) => {
  const { page } = await openDevice(browser, WITH_SERVICE_WORKER);
  await signIn(page, FATHER, albumPath(fixture));
  await expect.poll(() => decodedCount(page)).toBe(PHOTOS + 1);
  await tileOf(page, videoItem).click();
  await playVideo(page);
  const storedOfAlbum = async () =>
    (await storedOf(page)).filter((key) => key.includes(`/${fixture.library}/${fixture.album}`));
  await expect.poll(storedOfAlbum).toContain(`changes/${fixture.library}/${fixture.album}`);
  const owner = await signInAs(EDITOR.name, EDITOR);
  const { library, album } = fixture;
  await owner.call('setAudience', {
    library,
    album,
    audience: { kind: 'people', people: [], circles: [] },
    guestUploads: 'no',
  });
  await expect(stage(page)).toHaveCount(0, { timeout: 5000 });
  await expect(page.getByText(ko('album_no_access_title'))).toBeVisible();
  // The live region for screen readers lies outside main and may still hold the title.
  await expect(page.locator('main').getByText(fixture.title)).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.paused)).toBe(true);
  await expect.poll(storedOfAlbum).toEqual([]);
  expect(await storedOf(page)).toContain(`albums/${library}`);
  await owner.call('setAudience', { library, album, audience: { kind: 'library' }, guestUploads: 'no' });
  await owner.close();
  await expect(stage(page)).toBeVisible();
});

test('the device of a person who was removed while away is emptied when the app starts next', async ({ browser }) => {
  const { page } = await openDevice(browser, WITH_SERVICE_WORKER);
  await signIn(page, AUNT, albumPath(fixture));
  await expect.poll(() => decodedCount(page)).toBe(PHOTOS + 1);
  await serviceWorkerReady(page);
  await expect
    .poll(async () => (await storedOf(page)).filter((key) => key.includes('/media/')).length)
    .toBe(PHOTOS + 1);
  await page.goto('about:blank');
  await removeMembers(AUNT);
  await page.goto('/settings');
  await expect.poll(() => storedOf(page)).toEqual([]);
});
