import { readFile } from 'node:fs/promises';
import { ALL, type ItemId } from '@maru/model';
import { expect, test } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { seedIndex } from '../bench/generated-index.ts';
import { idOfBytes, uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
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
import { unique } from './library-fixture.ts';
import { ko } from './messages.ts';
import { countTaps } from './new-person.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';
/** Photos that only the index of the library knows, of 1990 to 2024. */
const GENERATED = 10_000;
/** Newer ones, so that they are the first in the grid. */
const NEWEST = Array.from({ length: 10 }, (_, n) => `2026:05:${String(n + 1).padStart(2, '0')} 14:10:00`);
const IN_AUGUST_2019 = '2019:08:31 23:59:00';

test.afterEach(({ browser }) => closeDevices(browser));

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

  // Without motion the viewer's bars stay, however long a busy computer takes: a tap on hidden ones would only show them.
  const { page } = await openDevice(browser, {
    ...WITH_SERVICE_WORKER,
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    userAgent: ANDROID,
    reducedMotion: 'reduce',
  });
  const taps = await countTaps(page);
  await signIn(page, OWNER, `/l/${library}`);
  await expect(heading(page, name)).toBeVisible();
  await serviceWorkerReady(page);
  taps.length = 0;
  const expectTaps = (count: number): void => {
    expect(taps.splice(0)).toHaveLength(count);
  };
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
