import { ALL, type AlbumId, type ItemId } from '@maru/model';
import { expect, test } from '@playwright/test';
import { EDITOR, MOTHER } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { jpegOf } from '../media/photo.ts';
import { songOf } from '../media/song.ts';
import { wavOf } from '../media/wav.ts';
import { button, closeDevices, animationsEnd, openDevice, signIn, stage } from './app.ts';
import { checkScreen, openStillPage, PHONE, SAVE_SCREENSHOTS } from './check-screen.ts';
import { createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';
import { isPlaying, positionOf } from './playback.ts';

let fixture: TestLibrary;
/** Songs in the order in which they were added, and a memo in an album of its own. */
let songs: { album: AlbumId; items: ItemId[] };
let memo: { album: AlbumId; item: ItemId };
/** An album of two photos and a memo. */
let trip: AlbumId;
test.beforeAll(async () => {
  test.setTimeout(600_000);
  fixture = await createTestLibrary({ owner: EDITOR, viewers: [MOTHER] });
  const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
  const { library } = fixture;
  const albumOf = async (title: string): Promise<AlbumId> =>
    (await editor.call('createAlbum', { library, title, audience: { kind: 'library' } })).album;
  songs = { album: await albumOf('카세트'), items: [] };
  for (const [title, track, cover] of [
    ['고향의 봄', 3, 400],
    ['섬집 아기', 1, 400],
    ['과수원 길', 2, undefined],
  ] as const) {
    const tags = { title, artist: '할머니', album: '할머니 노래', track: String(track), date: '1987' };
    const song = await songOf({ seconds: 20, tags, ...(cover !== undefined && { cover }) });
    songs.items.push(await uploadItem(editor, library, song, { albums: [ALL, songs.album], fileName: `${title}.mp3` }));
  }
  const album = await albumOf('메모');
  memo = {
    album,
    item: await uploadItem(editor, library, wavOf(30), { albums: [ALL, album], fileName: '새 녹음.wav' }),
  };
  trip = await albumOf('여행');
  const photos: ItemId[] = [];
  for (const seed of [1, 2])
    photos.push(
      await uploadItem(editor, library, await jpegOf({ seed }), {
        albums: [ALL, trip],
        fileName: `${String(seed)}.jpg`,
      }),
    );
  for (const item of [...songs.items, memo.item, ...photos]) await waitUntilProcessed(library, item);
  await editor.close();
});
test.afterEach(({ browser }) => closeDevices(browser));

const pathOf = (album: AlbumId, item?: ItemId): string =>
  `/l/${fixture.library}/a/${album}${item === undefined ? '' : `/${item}`}`;

test('an album of songs shows its covers, and plays in the order of its tracks', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await signIn(page, MOTHER, pathOf(songs.album));
  const tiles = page.getByRole('list', { name: ko('grid_label') }).getByRole('button');
  await expect(tiles).toHaveText(['', '', '']);
  const names = () => tiles.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.split(',')[0]));
  await expect.poll(names).toEqual(['섬집 아기', '과수원 길', '고향의 봄']);
  await expect(page.locator('[role="listitem"] img')).toHaveCount(2);
  await tiles.first().click();
  await expect(stage(page).getByText('할머니 · 할머니 노래')).toBeVisible();
  await expect(stage(page).getByText('1987년쯤', { exact: true })).toBeVisible();
  const picture = stage(page).locator('div:not([inert]) > .picture');
  await expect(picture.locator('img').last()).toBeVisible();
  await animationsEnd(page);
  const before = [await picture.boundingBox(), await button(stage(page), ko('player_play')).boundingBox()];

  await button(stage(page), ko('player_play')).click();
  await expect.poll(() => isPlaying(page)).toBe(true);
  expect([await picture.boundingBox(), await button(stage(page), ko('player_pause')).boundingBox()]).toEqual(before);
  const metadata = () =>
    page.evaluate(() => {
      const { title, artist, album, artwork } = navigator.mediaSession.metadata ?? {};
      return [title, artist, album, artwork?.length];
    });
  await expect.poll(metadata).toEqual(['섬집 아기', '할머니', '할머니 노래', 1]);
  const second = songs.items[2];
  await page.keyboard.press('Shift+N');
  await expect(page).toHaveURL(pathOf(songs.album, second));
  await expect(button(stage(page), ko('player_up_next', { name: '고향의 봄' }))).toBeVisible();
  await page.keyboard.press('Shift+N');
  await expect(page).toHaveURL(pathOf(songs.album, songs.items[0]));
  await expect.poll(() => isPlaying(page)).toBe(true);
  await page.keyboard.press('k');
  await button(stage(page), ko('back_to_album')).click();
  await expect(page.getByRole('button', { name: ko('player_return', { title: '고향의 봄' }) })).toBeVisible();
  if (SAVE_SCREENSHOTS) await page.screenshot({ path: test.info().outputPath('mini-player.png') });
});

test('a memo is played from its waveform, by pointer and keyboard', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await signIn(page, MOTHER, pathOf(memo.album, memo.item));
  const slider = stage(page).getByRole('slider');
  const { x = 0, y = 0, width = 0, height = 0 } = (await slider.boundingBox()) ?? {};
  expect(height).toBeGreaterThanOrEqual(48);
  await page.mouse.click(x + width / 2, y + height / 2);
  await expect.poll(() => isPlaying(page)).toBe(true);
  expect(await positionOf(page)).toBeGreaterThan(13);
  expect(await positionOf(page)).toBeLessThan(20);
  await page.keyboard.press('k');
  await expect.poll(() => isPlaying(page)).toBe(false);
  const before = await positionOf(page);
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => positionOf(page)).toBeCloseTo(before - 10, 0);
  await expect(slider).toHaveAttribute('aria-valuetext', /30초/);
});

test('a slideshow goes through the photos of an album, with music of another, until it is stopped', async ({
  browser,
}) => {
  const page = await openStillPage(browser);
  await signIn(page, MOTHER, pathOf(trip));
  await expect(page.locator('[role="listitem"]')).toHaveCount(2);
  await page.getByRole('link', { name: ko('slideshow') }).click();
  const photo = page
    .getByRole('region', { name: ko('slideshow') })
    .getByRole('img')
    .last();
  const photoUrl = () => photo.getAttribute('src');
  const first = await photoUrl();
  await expect.poll(photoUrl).not.toBe(first);
  await page.keyboard.press('Space');
  // A focused button keeps the bars.
  await page.keyboard.press('Tab');
  await checkScreen(page, 'slideshow');

  await button(page, ko('slideshow_music')).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '카세트' }).click();
  await dialog.getByRole('button', { name: ko('slideshow_music_all') }).click();
  await expect(page.getByText('♪ 섬집 아기')).toBeVisible();
  await expect.poll(() => isPlaying(page)).toBe(true);
  await button(page, ko('slideshow_continue')).click();
  await button(page, ko('slideshow_pause')).click();
  await expect.poll(() => isPlaying(page)).toBe(false);
  const second = await photoUrl();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(photoUrl).not.toBe(second);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(pathOf(trip));
  await expect(button(page, ko('player_stop'))).toHaveCount(0);
});

test('the page of a sound fits every screen', async ({ browser }) => {
  const page = await openStillPage(browser);
  await signIn(page, MOTHER, pathOf(songs.album));
  await expect(page.locator('[role="listitem"]')).toHaveCount(3);
  await checkScreen(page, 'songs');
  await page.setViewportSize({ width: 1440, height: 900 });
  const cover = page.locator('header img');
  await expect.poll(() => cover.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await page.setViewportSize(PHONE);
  await page.goto(pathOf(songs.album, songs.items[1]));
  await expect(stage(page).getByText('할머니 · 할머니 노래')).toBeVisible();
  await checkScreen(page, 'song');
  await page.goto(pathOf(memo.album, memo.item));
  await button(stage(page), ko('player_play')).click();
  await expect.poll(() => isPlaying(page)).toBe(true);
  await button(stage(page), ko('player_pause')).click();
  await checkScreen(page, 'memo');
  await page.setViewportSize({ width: 740, height: 360 });
  if (SAVE_SCREENSHOTS) await page.screenshot({ path: test.info().outputPath('landscape.png') });
  for (const control of [button(stage(page), ko('player_play')), stage(page).getByRole('slider')])
    await expect(control).toBeInViewport({ ratio: 1 });
});
