import { randomInt } from 'node:crypto';
import { ALL, type AlbumId, type ItemId } from '@maru/model';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { EDITOR, MOTHER } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { mp4Of } from '../media/video.ts';
import { wavOf } from '../media/wav.ts';
import { button, closeDevices, openDevice, signIn, stage } from './app.ts';
import { createTestLibrary, itemPath, libraryPath, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';
import { isPlaying, playVideo, positionOf } from './playback.ts';

/** The tape's length in seconds. */
const LENGTH = 100;
const RATE = 10;

let fixture: TestLibrary;
let songs: { album: AlbumId; items: ItemId[] };
test.beforeAll(async () => {
  test.setTimeout(600_000);
  fixture = await createTestLibrary({ owner: EDITOR, viewers: [MOTHER] });
  const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
  const { library } = fixture;
  const tape = await mp4Of({ width: 320, height: 240, seconds: LENGTH, rate: RATE, seed: randomInt(1, 10_000) });
  fixture.items.push(
    await uploadItem(editor, library, tape, { albums: [ALL, fixture.album], fileName: '1987-01-01.mp4' }),
  );
  const { album } = await editor.call('createAlbum', { library, title: '노래', audience: { kind: 'library' } });
  const items: ItemId[] = [];
  for (const [n, seconds] of [6, 2, 2].entries())
    items.push(
      await uploadItem(editor, library, wavOf(seconds), {
        albums: [ALL, album],
        fileName: `2019-05-0${String(n + 1)}.wav`,
      }),
    );
  songs = { album, items };
  for (const item of [...fixture.items, ...items]) await waitUntilProcessed(library, item);
  await editor.close();
});
test.afterEach(({ browser }) => closeDevices(browser));

const songPath = (n: number): string => `/l/${fixture.library}/a/${songs.album}/${String(songs.items[n])}`;
const slider = (page: Page): Locator => stage(page).getByRole('slider');

test('a tape goes on where it stopped, on another device', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await signIn(page, MOTHER, itemPath(fixture, 0));
  await playVideo(page);
  await page.keyboard.press('5');
  await expect.poll(() => positionOf(page)).toBeGreaterThan(LENGTH / 2);
  await page.keyboard.press('k');
  await expect(button(stage(page), ko('player_play'))).toBeVisible();
  const stoppedAt = await positionOf(page);

  const { page: other } = await openDevice(browser);
  await signIn(other, MOTHER, itemPath(fixture, 0));
  await expect(stage(other).getByText(/이어서 재생해요/)).toBeVisible();
  await button(stage(other), ko('player_play')).click();
  await expect.poll(() => isPlaying(other)).toBe(true);
  expect(Math.abs((await positionOf(other)) - stoppedAt)).toBeLessThan(5);
});

test('controls fade over a picture that does not move, and keys do as on YouTube', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await signIn(page, MOTHER, itemPath(fixture, 0));
  const picture = stage(page).locator('div:not([inert]) > .picture');
  // A viewer's actions below it are complete when the library is known.
  await expect(button(stage(page), ko('favourite_add'))).toBeVisible();
  const [before, playBefore] = [
    await picture.boundingBox(),
    await button(stage(page), ko('player_play')).boundingBox(),
  ];
  await playVideo(page);
  expect(await button(stage(page), ko('player_pause')).boundingBox()).toEqual(playBefore);
  await expect(stage(page)).toHaveClass(/faded/);
  expect(await picture.boundingBox()).toEqual(before);
  await page.mouse.move(100, 200);
  await expect(stage(page)).not.toHaveClass(/faded/);

  const video = page.locator('video');
  await page.keyboard.press('.');
  await expect(button(stage(page), ko('player_play'))).toBeVisible();
  const at = await positionOf(page);
  await page.keyboard.press('.');
  await expect.poll(() => positionOf(page)).toBeGreaterThan(at + 0.5 / RATE);
  expect(await positionOf(page)).toBeLessThan(at + 1.5 / RATE);
  await page.keyboard.press('>');
  await page.keyboard.press('m');
  expect(await video.evaluate((one: HTMLVideoElement) => [one.playbackRate, one.muted])).toEqual([1.25, true]);
  await page.keyboard.press('l');
  await expect.poll(() => positionOf(page)).toBeGreaterThan(at + 9);
  await page.keyboard.press('0');
  await expect.poll(() => positionOf(page)).toBe(0);
  await slider(page).focus();
  await page.keyboard.press('k');
  await expect.poll(() => isPlaying(page)).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.matches('.stage'))).toBe(true);
  await expect(stage(page).getByRole('button', { name: ko('item_save') })).toHaveCount(0);
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
  await expect.poll(() => isPlaying(page)).toBe(true);
});

test('an album of songs plays by itself, and a tape in another window pauses it', async ({ browser }) => {
  const { page, context } = await openDevice(browser);
  await signIn(page, MOTHER, songPath(0));
  const visited: string[] = [];
  page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname));
  await button(stage(page), ko('player_play')).click();
  await expect(stage(page).getByRole('button', { name: /^다음: 소리/ })).toBeVisible();
  await expect.poll(() => page.locator('[data-state="ended"]').count()).toBe(1);
  expect([...new Set(visited)]).toEqual([0, 1, 2].map(songPath));

  // Also while another page is shown.
  await page.goto(songPath(0));
  await button(stage(page), ko('player_play')).click();
  await expect.poll(() => isPlaying(page)).toBe(true);
  await button(stage(page), ko('back_to_album')).click();
  const returnTo = page.getByRole('button', { name: ko('player_return', { title: '노래' }) });
  await expect(returnTo).toBeVisible();
  await page
    .getByRole('link', { name: ko('back_to_albums') })
    .first()
    .click();
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.ended)).toBe(true);
  await returnTo.click();
  await expect(page).toHaveURL(songPath(2));

  await page.goto(itemPath(fixture, 0));
  await playVideo(page);
  const other = await context.newPage();
  await other.goto(itemPath(fixture, 0));
  await playVideo(other);
  expect(await isPlaying(page)).toBe(false);
  await button(stage(page), ko('player_play')).click();
  await expect.poll(() => isPlaying(other)).toBe(false);
  expect(await isPlaying(page)).toBe(true);
});

test('a tape plays on across three pages, at twice the speed, until Stop', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await signIn(page, EDITOR, itemPath(fixture, 0));
  await playVideo(page);
  await button(stage(page), ko('player_speed', { speed: '1' })).click();
  await button(page, ko('player_speed_item', { speed: '2' })).click();
  await page.locator('video').evaluate((video) => (video.dataset['mark'] = 'the one'));
  await button(stage(page), ko('back_to_album')).click();
  const goesOn = async (): Promise<void> => {
    const at = await positionOf(page);
    await expect.poll(() => positionOf(page)).toBeGreaterThan(at + 1);
    expect(
      await page.locator('video').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['mark'])),
    ).toEqual(['the one']);
  };
  await goesOn();
  await page
    .getByRole('link', { name: ko('back_to_albums') })
    .first()
    .click();
  await expect(page).toHaveURL(libraryPath(fixture));
  await goesOn();
  await page.getByRole('link', { name: ko('people_title') }).click();
  await expect(page).toHaveURL(`${libraryPath(fixture)}/people`);
  await goesOn();
  await button(page, ko('player_stop')).click();
  await expect.poll(() => isPlaying(page)).toBe(false);
  await expect(button(page, ko('player_stop'))).toHaveCount(0);
});
