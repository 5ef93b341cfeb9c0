import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { By } from 'selenium-webdriver';
import { OWNER } from '../../tools/demo/people.ts';
import { signInAs } from '../harness.ts';
import { jpegOf } from '../media/photo.ts';
import { mp4Of } from '../media/video.ts';
import { unique } from '../e2e/library-fixture.ts';
import { ko } from '../e2e/messages.ts';
import { button, type Device, field, heading, link, showing, text, tile } from './device.ts';
import { test } from './fixtures.ts';

const decodedImages = (): number =>
  [...document.querySelectorAll<HTMLImageElement>('main img')].filter((one) => one.naturalWidth > 0).length;
const isPictureLarge = (): boolean =>
  [...document.querySelectorAll<HTMLImageElement>('img[src*="%2Fscreen?"]')].some((one) => one.naturalWidth > 700);

const INVITE_LINK = By.css('input[readonly]');

/** The empty space below the last button of the open menu, in whole px: WebKit gave it all that it may have. */
const emptySpace = (): number | undefined => {
  const menu = document.querySelector('[popover="auto"]:popover-open');
  const last = menu?.lastElementChild;
  if (!menu || !last) return undefined;
  const end = menu.getBoundingClientRect().bottom - parseFloat(getComputedStyle(menu).paddingBottom) - 1;
  return Math.round(end - last.getBoundingClientRect().bottom);
};

/** The only media element; the first call marks it. */
const playback = (): { time: number; frames: number; marks: (string | undefined)[]; paused: boolean } => {
  const all = [...document.querySelectorAll('video')];
  const [one] = all;
  return {
    time: one?.currentTime ?? 0,
    frames: one?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
    marks: all.map(({ dataset }) => dataset['mark']),
    paused: one?.paused ?? true,
  };
};

/** Waits until time and decoded frames have advanced. */
async function expectPlaying(device: Device): Promise<void> {
  const before = await device.run(playback);
  await expect
    .poll(async () => (await device.run(playback)).time, { timeout: 120_000 })
    .toBeGreaterThan(before.time + 0.3);
  await expect.poll(async () => (await device.run(playback)).frames).toBeGreaterThan(before.frames + 3);
}

/** Writes two photos and a video to a temporary folder; returns their paths. */
async function writeMedia(folder: string): Promise<string[]> {
  const media = {
    '바다.jpg': await jpegOf({ seed: 1, takenAt: '2019:05:03 14:10:00' }),
    '산.jpg': await jpegOf({ seed: 2, width: 800, height: 1200, takenAt: '2019:05:04 09:00:00' }),
    '영상.mp4': await mp4Of({ seconds: 60, rate: 8 }),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(media)) await writeFile(join(folder, name), bytes);
  return Object.keys(media).map((name) => join(folder, name));
}

test('a family shares photos and a video, and still views them without a network', async ({ device, network }) => {
  test.setTimeout(900_000);
  const [family, album] = [unique('우리 집'), '제주 여름'];
  const files = await writeMedia(test.info().outputPath());
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const { library } = await owner.call('createLibrary', { name: family, timeZone: 'Asia/Seoul' });
  await owner.close();

  await test.step('sign in', async () => {
    await device.open(`/l/${library}`);
    await device.click(button(ko('google_sign_in')));
    await device.click(showing(OWNER.name));
    await device.see(heading(family));
  });

  await test.step('album', async () => {
    await device.click(button(ko('album_create')));
    await device.type(field(ko('album_title')), album);
    await device.click(button(ko('album_create_confirm')));
    await device.see(heading(album));
  });

  await test.step('upload', async () => {
    await device.see(button(ko('add')));
    await device.choose(files);
    await device.expect(decodedImages, files.length);
    await device.click(button(ko('tray_close')));
  });

  await test.step('viewer', async () => {
    await device.click(tile(ko('kind_photo')));
    await device.expect(isPictureLarge, true);
    await device.click(button(ko('more')));
    await device.expect(emptySpace, 0);
    await device.pressEscape();
    await device.click(button(ko('viewer_back')));
    await device.see(heading(album));
  });

  await test.step('video', async () => {
    await device.click(tile(ko('kind_video')));
    await device.click(button(ko('player_play')));
    await expectPlaying(device);
  });

  await test.step('mini-player', async () => {
    await device.run(() => {
      for (const one of document.querySelectorAll('video')) one.dataset['mark'] = 'the one';
    });
    await device.click(button(ko('viewer_back')));
    await device.see(heading(album));
    await expectPlaying(device);
    expect(await device.run(playback)).toMatchObject({ marks: ['the one'], paused: false });
    await device.click(button(ko('player_stop')));
    await expect.poll(async () => (await device.run(playback)).paused).toBe(true);
  });

  await test.step('sharing', async () => {
    await device.click(link(ko('share_open')));
    await device.click(button(ko('invite_by_link')));
    await device.click(button(ko('link_create')));
    await device.see(INVITE_LINK);
    const [, secret = ''] = (await device.valueOf(INVITE_LINK)).split('#');
    const guest = await signInAs(unique('이모'));
    await guest.call('redeemInvite', { secret });
    await guest.close();
    await device.click(button(ko('close')));
    await device.see(text(guest.name));
    await device.back();
    await device.see(heading(album));
  });

  await test.step('offline', async () => {
    await device.run(() => navigator.serviceWorker.ready.then(() => true));
    await network.cut();
    const noNetwork = (): Promise<string> =>
      fetch('/licenses.txt', { cache: 'no-store' }).then(
        () => 'network',
        () => 'no network',
      );
    expect(await device.run(noNetwork)).toBe('no network');
    await device.reload();
    await device.see(heading(album));
    await device.expect(decodedImages, files.length);
    await device.click(tile(ko('kind_photo')));
    await device.expect(isPictureLarge, true);
    await device.click(button(ko('viewer_back')));
    await device.click(link(ko('back_to_albums')));
    await device.see(showing(album));
    await network.restore();
  });
});
