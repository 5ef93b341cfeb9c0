import { expect, test, type Page } from '@playwright/test';
import { MOTHER, OWNER } from '../../tools/demo/people.ts';
import { mp4Of } from '../media/video.ts';
import { heicOf } from '../media/heic.ts';
import { jpegOf, scene } from '../media/photo.ts';
import {
  addFiles,
  button,
  closeDevices,
  createAlbum,
  createLibrary,
  decodedCount,
  inviteByEmail,
  openDevice,
  WITH_SERVICE_WORKER,
  serviceWorkerReady,
  signInHere,
} from './app.ts';
import { unique } from './library-fixture.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

async function createFiles(): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  const png = await scene({ width: 1200, height: 900, seed: 3 }).png().toBuffer();
  return [
    { name: '바다.jpg', mimeType: 'image/jpeg', buffer: await jpegOf({ seed: 1, takenAt: '2019:05:03 14:10:00' }) },
    {
      name: '산.jpg',
      mimeType: 'image/jpeg',
      buffer: await jpegOf({ seed: 2, width: 800, height: 1200, takenAt: '2019:05:04 09:00:00' }),
    },
    { name: 'IMG_0001.HEIC', mimeType: 'image/heic', buffer: await heicOf(png, { width: 1200, height: 900 }) },
    {
      name: '영상.mp4',
      mimeType: 'video/mp4',
      buffer: await mp4Of({ width: 1280, height: 720, seconds: 20, rate: 8 }),
    },
  ];
}

/** The state of the only media element. */
const playbackState = (
  page: Page,
): Promise<{ time: number; frames: number; mark: string | undefined; count: number; paused: boolean }> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLMediaElement>('video, audio')];
    const one = all[0];
    if (!one) return { time: 0, frames: 0, mark: undefined, count: 0, paused: true };
    const frames = one instanceof HTMLVideoElement ? one.getVideoPlaybackQuality().totalVideoFrames : 0;
    return { time: one.currentTime, frames, mark: one.dataset['mark'], count: all.length, paused: one.paused };
  });

/** Waits until time and decoded frames have advanced. */
async function expectPlaying(page: Page): Promise<void> {
  const before = await playbackState(page);
  await expect.poll(async () => (await playbackState(page)).time).toBeGreaterThan(before.time + 0.3);
  await expect.poll(async () => (await playbackState(page)).frames).toBeGreaterThan(before.frames + 3);
}

test('a family shares photos and a video, and still views them offline on the train', async ({ browser }) => {
  test.setTimeout(300_000);
  const { page: ours } = await openDevice(browser);
  const { page: hers, context: herContext } = await openDevice(browser, WITH_SERVICE_WORKER);
  const [family, album] = [unique('우리 집'), '제주 여름'];

  await test.step('the owner creates a library and an album, and invites the mother', async () => {
    await ours.goto('/');
    await signInHere(ours, OWNER.name);
    await createLibrary(ours, family);
    await inviteByEmail(ours, MOTHER.address);
    await createAlbum(ours, album);
  });

  await test.step('the mother signs in and opens the empty album, without a button to add', async () => {
    await hers.goto(new URL(ours.url()).pathname.replace(/\/a\/.*/, ''));
    await signInHere(hers, MOTHER.name);
    await expect(hers.getByRole('heading', { level: 1, name: family })).toBeVisible();
    await hers.getByRole('link', { name: album }).click();
    await expect(hers.getByText(ko('album_empty_title'))).toBeVisible();
    await expect(button(hers, ko('add'))).toHaveCount(0);
  });

  await test.step('three photos, one of them HEIC, and a video appear in her open album without a reload', async () => {
    const loads: string[] = [];
    hers.on('load', () => loads.push(hers.url()));
    await addFiles(ours, await createFiles());
    await expect.poll(() => decodedCount(hers), { timeout: 120_000 }).toBe(4);
    expect(loads).toEqual([]);
  });

  await test.step('a photo opens in the viewer', async () => {
    await hers
      .getByRole('button', { name: new RegExp(`^${ko('kind_photo')}`) })
      .first()
      .click();
    await expect(hers.getByRole('region', { name: ko('viewer_label') })).toBeVisible();
    await expect(hers.locator('img[src*="%2Fscreen?"]').first()).toBeVisible();
    await hers.getByRole('button', { name: ko('viewer_back') }).click();
  });

  await test.step('the video plays: time and decoded frames advance, and the chosen quality is the one fetched', async () => {
    const variants: string[] = [];
    hers.on('request', (request) => {
      const variant = /stream%2F(\d+)-\d+\.mp4/.exec(request.url())?.[1];
      if (variant !== undefined) variants.push(variant);
    });
    await hers.getByRole('button', { name: new RegExp(`^${ko('kind_video')}`) }).click();
    await button(hers, ko('player_play')).first().click();
    await expectPlaying(hers);
    // The first frames play before all variants are there; the clip may be over by then, and fetches nothing more.
    await hers.keyboard.press('k');
    await hers.getByRole('button', { name: /화질/ }).click({ timeout: 120_000 });
    await button(hers, ko('player_quality_more')).click();
    await button(hers, '360').click({ timeout: 120_000 });
    // From the start: the clip may be nearly over.
    await hers.keyboard.press('0');
    await hers.keyboard.press('k');
    await expect.poll(() => variants.at(-1)).toBe('360');
    await expect(hers.locator('[data-variant="360"]')).toHaveCount(1);
  });

  await test.step('the same element plays on across a navigation, and there is no second one', async () => {
    await hers.evaluate(() => {
      const one = document.querySelector<HTMLMediaElement>('video, audio');
      if (one) one.dataset['mark'] = 'the one';
    });
    await hers.getByRole('button', { name: ko('viewer_back') }).click();
    await expect(hers.getByRole('heading', { level: 1, name: album })).toBeVisible();
    await expectPlaying(hers);
    expect(await playbackState(hers)).toMatchObject({ mark: 'the one', count: 1, paused: false });
    await button(hers, ko('player_stop')).click();
    await expect.poll(async () => (await playbackState(hers)).paused).toBe(true);
  });

  await test.step('offline, without HTTP cache, after a reload, the album and a photo still open', async () => {
    await serviceWorkerReady(hers);
    await herContext.route('**', (route) => route.abort());
    const cdp = await herContext.newCDPSession(hers);
    await cdp.send('Network.clearBrowserCache');
    expect(await hers.evaluate(() => fetch('/licenses.txt').catch(() => 'no network'))).toBe('no network');
    await hers.reload();
    await expect(hers.getByRole('heading', { level: 1, name: album })).toBeVisible();
    await expect.poll(() => decodedCount(hers)).toBe(4);
    await hers
      .getByRole('button', { name: new RegExp(`^${ko('kind_photo')}`) })
      .first()
      .click();
    const screenImage = hers.locator('img[src*="%2Fscreen?"]').first();
    await expect(screenImage).toBeVisible();
    await expect.poll(() => screenImage.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(700);
    await hers.getByRole('button', { name: ko('viewer_back') }).click();
    await hers
      .getByRole('link', { name: ko('back_to_albums') })
      .first()
      .click();
    await expect(hers.getByRole('link', { name: album })).toBeVisible();
  });
});
