import { ALL } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { MOTHER, OWNER } from '../../tools/demo/people.ts';
import { seedIndex } from '../bench/generated-index.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import {
  button,
  closeDevices,
  heading,
  holdToast,
  openDevice,
  photoFile,
  signIn,
  stage,
  tileOf,
  tiles,
} from './app.ts';
import { checkScreen, openStillPage, PHONE } from './check-screen.ts';
import { layoutShift } from './layout-shift.ts';
import { albumPath, createTestLibrary, itemPath, libraryPath, unique, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';

let fixture: TestLibrary;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER], photos: 3 });
});
test.afterEach(({ browser }) => closeDevices(browser));

const phone = { viewport: PHONE, hasTouch: true, isMobile: true };
const dialog = (page: Page) => page.getByRole('dialog');
const openMenu = (page: Page) => button(page, ko('more')).click();
const openInfo = (page: Page) => button(page, ko('info_title')).click();

async function chooseOrder(page: Page, name: string): Promise<void> {
  await openMenu(page);
  await button(page, ko('album_order_title')).click();
  await dialog(page).getByRole('radio', { name }).check();
  await button(dialog(page), ko('save')).click();
}

async function chooseCover(page: Page, item: string): Promise<void> {
  await openMenu(page);
  await button(page, ko('album_cover_choose')).click();
  // The album's own page has the same tiles.
  await expect(heading(page, ko('album_cover_title'))).toBeVisible();
  await tileOf(page, item).click();
}

test('an album is renamed, described, ordered and gets a cover, and others see it', async ({ browser }) => {
  const { page } = await openDevice(browser, phone);
  await signIn(page, OWNER, albumPath(fixture));
  const title = unique('제주의 여름');
  await openMenu(page);
  await button(page, ko('album_rename')).click();
  await expect(dialog(page).getByLabel(ko('album_title'))).toHaveValue(fixture.title);
  await dialog(page).getByLabel(ko('album_title')).fill(title);
  await dialog(page).getByLabel(ko('album_description')).fill('비가 많이 왔다.\n그래도 좋았다.');
  await button(dialog(page), ko('save')).click();
  await expect(heading(page, title)).toBeVisible();
  await expect(page.getByText('그래도 좋았다.')).toBeVisible();
  fixture.title = title;

  const [oldest = '', , newest = ''] = fixture.items;
  const cover = page.getByRole('link', { name: title }).locator('img');
  await chooseCover(page, oldest);
  await expect(heading(page, title)).toBeVisible();
  await page.goto(libraryPath(fixture));
  await expect(cover).toHaveAttribute('src', new RegExp(oldest));

  const mother = await openDevice(browser, phone);
  await signIn(mother.page, MOTHER, albumPath(fixture));
  await expect(heading(mother.page, title)).toBeVisible();
  await expect(mother.page.getByText('비가 많이 왔다.')).toBeVisible();
  await expect(tiles(mother.page).first()).toBeVisible();
  await expect(button(mother.page, ko('more'))).toHaveCount(0);

  await page.goto(albumPath(fixture));
  await chooseCover(page, newest);
  await button(page, ko('undo')).click();
  await expect(page.getByText(ko('undone'))).toBeVisible();
  await page.goto(libraryPath(fixture));
  await expect(cover).toHaveAttribute('src', new RegExp(oldest));

  await page.goto(albumPath(fixture));
  await chooseOrder(page, ko('album_order_newest'));
  const reordered = await holdToast(page, ko('album_order_changed'));
  await expect(tiles(mother.page).first()).toHaveAttribute('data-item', newest);
  await reordered.click();
  await expect(tiles(mother.page).first()).toHaveAttribute('data-item', oldest);

  await chooseOrder(page, ko('album_order_by_hand'));
  await button(page, ko('selection_begin')).click();
  await tileOf(page, newest).click();
  await button(page, ko('item_move')).click();
  // The keyboard goes on in the grid.
  await expect(tileOf(page, newest)).toBeFocused();
  await page.goBack();
  await expect(tileOf(page, newest)).toHaveAttribute('aria-pressed', 'true');
  await button(page, ko('item_move')).click();
  await tileOf(page, oldest).click();
  const moved = await holdToast(page, ko('batch_move_done', { count: 1 }));
  for (const one of [page, mother.page]) await expect(tiles(one).first()).toHaveAttribute('data-item', newest);
  await moved.click();
  for (const one of [page, mother.page]) await expect(tiles(one).first()).toHaveAttribute('data-item', oldest);
});

test('caption and date are edited, undone, and seen by others with what they may know', async ({ browser }) => {
  const { page } = await openDevice(browser, phone);
  await signIn(page, OWNER, itemPath(fixture, 1));
  await openInfo(page);
  await expect(dialog(page).getByText('2.jpg')).toBeVisible();
  await expect(dialog(page).getByText(fixture.title)).toBeVisible();
  await button(dialog(page), ko('info_write_caption')).click();
  await dialog(page).getByLabel(ko('info_caption')).fill('할머니 댁 마당');
  await button(dialog(page), ko('save')).click();
  await expect(stage(page).getByText('할머니 댁 마당')).toBeVisible();

  const mother = await openDevice(browser, phone);
  await signIn(mother.page, MOTHER, itemPath(fixture, 1));
  await expect(stage(mother.page).getByText('할머니 댁 마당')).toBeVisible();
  await openInfo(mother.page);
  await expect(dialog(mother.page).getByText(OWNER.name)).toBeVisible();
  await expect(dialog(mother.page).getByText('2.jpg')).toHaveCount(0);
  await expect(button(dialog(mother.page), ko('info_edit_date'))).toHaveCount(0);

  await button(dialog(page), ko('info_edit_date')).click();
  await dialog(page).getByLabel(ko('info_date_about')).check();
  await dialog(page)
    .getByRole('textbox', { name: ko('info_year') })
    .fill('1987');
  await button(dialog(page), ko('save')).click();
  const dated = await holdToast(page, ko('info_date_changed'));
  await expect(stage(page).getByText('1987년쯤', { exact: true })).toBeVisible();
  await expect(dialog(mother.page).getByText('1987년쯤')).toBeVisible();
  await expect(stage(page).getByText('1 / 3')).toBeVisible();
  // The page shows the date before the response, and the caption's button is still there.
  await dated.click();
  await expect(stage(page).getByText('2019년 5월 2일 목요일 오후 2:10', { exact: true })).toBeVisible();
  await expect(stage(page).getByText('할머니 댁 마당')).toBeVisible();
  await expect(stage(page).getByText('2 / 3')).toBeVisible();

  await button(dialog(page), ko('item_only_in_albums')).click();
  await expect(dialog(page).getByText(ko('info_not_in_all'))).toBeVisible();
  await button(dialog(page), ko('item_also_in_all')).click();
  await expect(page.getByText(ko('batch_also_in_all_done', { count: 1 }))).toBeVisible();
});

test('an album is merged into another one after saying who will see its photos, and undone', async ({ browser }) => {
  const { library, items } = fixture;
  const [owner, mother] = [await signInAs(OWNER.name, OWNER), await signInAs(MOTHER.name, MOTHER)];
  await mother.call('onSignIn', {});
  const title = unique('외갓집');
  const audience = { kind: 'people', people: [], circles: [] } as const;
  const { album } = await owner.call('createAlbum', { library, title, audience });
  await owner.call('addToAlbum', { library, album, items: items.slice(0, 1) });
  await Promise.all([owner.close(), mother.close()]);

  const { page } = await openDevice(browser, phone);
  await signIn(page, OWNER, `${libraryPath(fixture)}/a/${album}`);
  await expect(tiles(page)).toHaveCount(1);
  await openMenu(page);
  await button(page, ko('album_merge')).click();
  await dialog(page).getByRole('button', { name: fixture.title }).click();
  await expect(dialog(page).getByText(ko('album_merge_gaining', { names: MOTHER.name }))).toBeVisible();
  await button(dialog(page), ko('album_merge_confirm')).click();
  await expect(heading(page, fixture.title)).toBeVisible();
  await button(page, ko('undo')).click();
  await expect(page.getByText(ko('undone'))).toBeVisible();
  await page.goto(libraryPath(fixture));
  await expect(page.getByRole('link', { name: title })).toBeVisible();
});

test('an album is deleted, undone, and deleted for others too', async ({ browser }) => {
  const { page } = await openDevice(browser, phone);
  await signIn(page, OWNER, albumPath(fixture));
  const mother = await openDevice(browser, phone);
  await signIn(mother.page, MOTHER, albumPath(fixture));
  await expect(heading(mother.page, fixture.title)).toBeVisible();
  await openMenu(page);
  await button(page, ko('album_delete')).click();
  await button(dialog(page), ko('album_delete_confirm')).click();
  await expect(page).toHaveURL(new RegExp(`${libraryPath(fixture)}$`));
  const deleted = await holdToast(page, ko('album_deleted', { title: fixture.title }));
  await expect(page.getByRole('link', { name: fixture.title })).toHaveCount(0);
  await expect(mother.page.getByText(ko('album_no_access_title'))).toBeVisible();
  await deleted.click();
  await page.getByRole('link', { name: fixture.title }).click();
  await expect(tileOf(page, fixture.items[0] ?? '')).toBeVisible();
  await expect(heading(mother.page, fixture.title)).toBeVisible();
});

test('beside a wide viewer the panel stays while moving, and Esc closes only the panel', async ({ browser }) => {
  const { page } = await openDevice(browser, { viewport: { width: 1440, height: 900 } });
  await signIn(page, OWNER, itemPath(fixture, 0));
  await openInfo(page);
  const panel = page.getByRole('region', { name: ko('info_title') });
  await expect(panel.getByText('1.jpg')).toBeVisible();
  const [stageBox, panelBox] = [await stage(page).boundingBox(), await panel.boundingBox()];
  expect((stageBox?.x ?? 0) + (stageBox?.width ?? 0)).toBe(panelBox?.x);
  await button(stage(page), ko('viewer_next')).click();
  await expect(panel.getByText('2.jpg')).toBeVisible();

  await test.step('a form stays open when another one is saved', async () => {
    const formOpened = Promise.withResolvers<undefined>();
    await page.context().route('**/api/editItems', async (route) => {
      await formOpened.promise;
      await route.continue();
    });
    const form = page.getByRole('region', { name: ko('info_write_place') });
    const place = form.getByRole('textbox');
    await button(stage(page), ko('viewer_previous')).click();
    await expect(panel.getByText('1.jpg')).toBeVisible();
    await button(panel, ko('info_write_place')).click();
    await place.fill('서귀포');
    await button(form, ko('save')).click();
    await button(stage(page), ko('viewer_next')).click();
    await expect(panel.getByText('2.jpg')).toBeVisible();
    await button(panel, ko('info_write_place')).click();
    await place.fill('협재');
    formOpened.resolve(undefined);
    await expect(page.getByText(ko('info_place_changed'))).toBeVisible();
    await expect(place).toHaveValue('협재');
    await form.press('Escape');
    await openInfo(page);
  });
  await panel.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(stage(page)).toBeVisible();
  expect((await stage(page).boundingBox())?.width).toBe(1440);
});

test('the screens have no defects, in both languages', async ({ browser }) => {
  test.setTimeout(400_000);
  const owner = await signInAs(OWNER.name, OWNER);
  await owner.call('updateAlbum', { library: fixture.library, album: fixture.album, order: 'by-hand' });
  await owner.close();
  const page = await openStillPage(browser);
  await signIn(page, OWNER, albumPath(fixture));
  await expect(tileOf(page, fixture.items[0] ?? '')).toBeVisible();
  await openMenu(page);
  await expect(button(page, ko('album_rename'))).toBeVisible();
  await checkScreen(page, 'album-menu');
  await button(page, ko('album_delete')).click();
  await checkScreen(page, 'album-delete');
  await button(dialog(page), ko('album_delete_cancel')).click();
  await openMenu(page);
  await button(page, ko('album_rename')).click();
  await dialog(page).getByLabel(ko('album_title')).fill('');
  await button(dialog(page), ko('save')).click();
  await expect(page.getByText(ko('album_title_missing'))).toBeVisible();
  await checkScreen(page, 'album-rename');

  await page.goto(albumPath(fixture));
  await openMenu(page);
  await button(page, ko('album_order_title')).click();
  await expect(page.getByText(ko('album_order_by_hand_hint'))).toBeVisible();
  await checkScreen(page, 'album-order');
  await button(dialog(page), ko('close')).click();
  await button(page, ko('selection_begin')).click();
  await tileOf(page, fixture.items[1] ?? '').click();
  await button(page, ko('item_place')).click();
  await button(dialog(page), ko('save')).click();
  await expect(page.getByText(ko('info_place_missing'))).toBeVisible();
  await checkScreen(page, 'places');
  await button(dialog(page), ko('close')).click();
  await button(page, ko('item_move')).click();
  await expect(page.getByText(ko('move_hint'))).toBeVisible();
  await checkScreen(page, 'moving');

  await page.goto(`${albumPath(fixture)}/cover`);
  await expect(tileOf(page, fixture.items[0] ?? '')).toBeVisible();
  await checkScreen(page, 'album-cover');

  await page.goto(itemPath(fixture, 2));
  await openInfo(page);
  await expect(page.getByText('3.jpg')).toBeVisible();
  await checkScreen(page, 'item-info');
  await button(page, ko('info_write_caption')).click();
  await checkScreen(page, 'item-caption');
  await button(page, ko('close')).last().click();
  await openInfo(page);
  await button(page, ko('info_edit_date')).click();
  await page.getByLabel(ko('info_date_month')).check();
  await checkScreen(page, 'item-date');
});

test('an album begins with its cover, which collapses into a bar with Back and the name, and the grid ends below the bar', async ({
  browser,
}) => {
  const large = await createTestLibrary({ owner: OWNER });
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  await seedIndex(large.library, 2000, large.album);
  const bytes = (await photoFile('', { width: 1600, height: 900 })).buffer;
  const cover = await uploadItem(owner, large.library, bytes, { albums: [ALL, large.album] });
  await waitUntilProcessed(large.library, cover);
  await owner.call('updateAlbum', { library: large.library, album: large.album, cover });
  await owner.close();

  const { page } = await openDevice(browser, phone);
  await signIn(page, OWNER, albumPath(large));
  const image = page.locator('main header img');
  await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  expect(await image.getAttribute('fetchpriority')).toBe('high');
  expect(await image.getAttribute('src')).toMatch(new RegExp(`${cover}.*%2Fgrid\\?`));
  await expect(tiles(page).first()).toBeVisible();
  const bar = page.locator('.hero-bar > div');
  const name = bar.getByText(large.title, { exact: true });
  await expect(name).toHaveCount(0);
  const topOf = async (of: ReturnType<typeof tiles>): Promise<number> => Math.round((await of.boundingBox())?.y ?? 0);
  const toolbar = await topOf(button(page, ko('grid_jump')));
  expect(toolbar).toBeLessThan((PHONE.width * 9) / 16 + 20);

  await button(page, ko('grid_jump')).tap();
  await page.getByRole('button', { name: /^2005년/ }).tap();
  await page.getByRole('button', { name: /^8월/ }).tap();
  await expect(name).toBeVisible();
  expect(await bar.boundingBox()).toEqual({ x: 0, y: 0, width: PHONE.width, height: 56 });
  const month = page.getByRole('list', { name: `${ko('grid_label')}, 2005년 8월` });
  const first = month.getByRole('button').first();
  await expect(first).toBeVisible();
  expect(await topOf(page.getByRole('heading', { level: 2, name: '2005년 8월' }))).toBeGreaterThanOrEqual(56);
  const top = await topOf(first);
  // The heading of the month has 48 px.
  expect(Math.abs(top - 56 - 48)).toBeLessThanOrEqual(1);
  await first.tap();
  await expect(stage(page)).toBeVisible();
  await page.goBack();
  await expect(first).toBeFocused();
  await expect(first).toBeInViewport({ ratio: 1 });
  expect(await topOf(first)).toBeGreaterThanOrEqual(top);
  await expect(button(bar, ko('add'))).toBeInViewport();
  expect(await layoutShift(page)).toBeLessThanOrEqual(0.01);
  await bar.getByRole('link', { name: ko('back_to_albums') }).tap();
  await expect(heading(page, large.name)).toBeVisible();
});
