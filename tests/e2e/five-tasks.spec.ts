import { readFile } from 'node:fs/promises';
import { ALL, type ItemId } from '@maru/model';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { EDITOR, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { seedIndex } from '../bench/generated-index.ts';
import { idOfBytes, uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { mp4Of } from '../media/video.ts';
import {
  button,
  closeDevices,
  heading,
  openDevice,
  WITH_SERVICE_WORKER,
  photoFile,
  serviceWorkerReady,
  signIn,
  stage,
  tileOf,
} from './app.ts';
import { PHONE } from './check-screen.ts';
import { albumPath, createTestLibrary, libraryPath, unique } from './library-fixture.ts';
import { ko } from './messages.ts';
import { countTaps } from './new-person.ts';
import { positionOf } from './playback.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';
/** Photos that only the index of the library knows, of 1990 to 2024. */
const GENERATED = 10_000;
/** Newer ones, so that they are the first in the grid. */
const NEWEST = Array.from({ length: 10 }, (_, n) => `2026:05:${String(n + 1).padStart(2, '0')} 14:10:00`);
const IN_AUGUST_2019 = '2019:08:31 23:59:00';

test.afterEach(({ browser }) => closeDevices(browser));

/** A phone whose taps are counted. Without motion the viewer's bars stay, however long a busy computer takes: a tap on hidden ones would only show them. */
async function openCountingPhone(browser: Browser): Promise<{ page: Page; expectTaps: (count: number) => void }> {
  const { page } = await openDevice(browser, {
    ...WITH_SERVICE_WORKER,
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    userAgent: ANDROID,
    reducedMotion: 'reduce',
  });
  const taps = await countTaps(page);
  return {
    page,
    expectTaps: (count) => {
      expect(taps.splice(0)).toHaveLength(count);
    },
  };
}

test("on a phone, mother's five tasks take few taps from home, or from where she is", async ({ browser }) => {
  test.setTimeout(180_000);
  const fixture = await createTestLibrary({ owner: EDITOR, viewers: [MOTHER], photos: 2 });
  const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
  const bytes = await mp4Of({ seconds: 20, rate: 4, seed: Math.random() });
  const tape = await uploadItem(editor, fixture.library, bytes, { albums: [ALL, fixture.album] });
  await waitUntilProcessed(fixture.library, tape);
  await editor.close();
  const newest = String(fixture.items.at(-1));
  const { page, expectTaps } = await openCountingPhone(browser);
  const openAlbum = () => page.getByRole('link', { name: new RegExp(fixture.title) }).tap();
  const goHome = async (): Promise<void> => {
    await page.goto(libraryPath(fixture));
    await expect(heading(page, fixture.name)).toBeVisible();
    expectTaps(0);
  };
  await signIn(page, MOTHER, libraryPath(fixture));
  await serviceWorkerReady(page);
  await page.reload();
  expectTaps(0);

  await test.step('open the newest photo', async () => {
    await goHome();
    await openAlbum();
    await tileOf(page, newest).tap();
    await expect(stage(page)).toBeVisible();
    expectTaps(2);
  });

  await test.step("play grandfather's tape", async () => {
    await goHome();
    await openAlbum();
    await tileOf(page, tape).tap();
    await button(stage(page), ko('player_play')).tap();
    await expect.poll(() => positionOf(page)).toBeGreaterThan(0.5);
    expectTaps(3);
  });

  await test.step('save a photo', async () => {
    await goHome();
    await openAlbum();
    await tileOf(page, newest).tap();
    const download = page.waitForEvent('download');
    await button(stage(page), ko('viewer_save', { device: 'phone' })).tap();
    expect(idOfBytes(await readFile(await (await download).path()))).toBe(newest);
    expectTaps(3);
  });

  await test.step('start a slideshow', async () => {
    await goHome();
    await openAlbum();
    await page.getByRole('link', { name: ko('slideshow') }).tap();
    await expect(page.getByRole('region', { name: ko('slideshow') })).toBeVisible();
    expectTaps(2);
  });

  await test.step('go back home', async () => {
    await page.goto(albumPath(fixture));
    await page.getByRole('link', { name: ko('back_to_albums') }).tap();
    await expect(heading(page, fixture.name)).toBeVisible();
    expectTaps(1);
  });
});

test('on a phone, five tasks among 10,000 photos take few taps', async ({ browser }) => {
  test.setTimeout(180_000);
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const name = unique('우리 집');
  const { library } = await owner.call('createLibrary', { name, timeZone: 'Asia/Seoul' });
  await seedIndex(library, GENERATED);
  const upload = async (takenAt: string): Promise<ItemId> =>
    uploadItem(owner, library, (await photoFile('', { takenAt })).buffer, { albums: [ALL] });
  const uploaded: ItemId[] = [];
  for (const takenAt of [IN_AUGUST_2019, ...NEWEST]) uploaded.push(await upload(takenAt));
  for (const item of uploaded) await waitUntilProcessed(library, item);
  await owner.close();
  const [inAugust, ...newest] = uploaded;
  const total = GENERATED + uploaded.length;

  const { page, expectTaps } = await openCountingPhone(browser);
  await signIn(page, OWNER, `/l/${library}`);
  await expect(heading(page, name)).toBeVisible();
  await serviceWorkerReady(page);
  expectTaps(0);
  const position = (n: number, of: number) =>
    stage(page).getByText(`${n.toLocaleString('ko')} / ${of.toLocaleString('ko')}`);

  await test.step('open the newest photo', async () => {
    await page.getByRole('link', { name: ko('nav_all_photos') }).tap();
    await tileOf(page, String(newest.at(-1))).tap();
    await expect(position(1, total)).toBeVisible();
    expectTaps(2);
  });

  await test.step('delete it and undo', async () => {
    await button(stage(page), ko('item_trash')).tap();
    await expect(position(1, total - 1)).toBeVisible();
    await button(page, ko('undo')).tap();
    await expect(position(2, total)).toBeVisible();
    expectTaps(2);
    await page.goBack();
  });

  await test.step('find a photo of August 2019', async () => {
    await button(page, ko('grid_jump')).tap();
    await page.getByRole('button', { name: /^2019년/ }).tap();
    await page.getByRole('button', { name: /^8월/ }).tap();
    await tileOf(page, String(inAugust)).tap();
    await expect(stage(page).getByText('2019년 8월 31일 토요일 오후 11:59', { exact: true })).toBeVisible();
    expectTaps(4);
  });

  await test.step('save it', async () => {
    const download = page.waitForEvent('download');
    await button(stage(page), ko('viewer_save', { device: 'phone' })).tap();
    expect(idOfBytes(await readFile(await (await download).path()))).toBe(inAugust);
    await expect(page.getByText(ko('save_done', { count: 1 })).first()).toBeVisible();
    expectTaps(1);
    await page.goBack();
  });

  await test.step('make an album of ten', async () => {
    await page.getByRole('link', { name: ko('nav_all_photos') }).tap();
    await button(page, ko('selection_begin')).tap();
    for (const item of newest.toReversed()) await tileOf(page, item).tap();
    await expect(page.getByText(ko('selection_count', { count: newest.length }))).toBeVisible();
    await button(page.getByRole('group', { name: ko('selection_actions') }), ko('item_add')).tap();
    await button(page, ko('add_to_album_new')).tap();
    const title = unique('열 장');
    await page.getByRole('textbox', { name: ko('album_title') }).fill(title);
    await button(page.getByRole('dialog'), ko('album_create_confirm')).tap();
    await expect(heading(page, title)).toBeVisible();
    await expect(page.getByText(ko('batch_add_done', { count: newest.length, album: title }))).toBeVisible();
    await expect(page.locator('main [aria-setsize]').first()).toHaveAttribute('aria-setsize', String(newest.length));
    expectTaps(15);
  });
});
