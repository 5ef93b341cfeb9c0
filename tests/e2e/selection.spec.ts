import { expect, test, type Browser, type Locator, type Page, type Request, type Route } from '@playwright/test';
import { MOTHER, OWNER } from '../../tools/demo/people.ts';
import { seedIndex } from '../bench/generated-index.ts';
import { signInAs } from '../harness.ts';
import {
  button,
  closeDevices,
  demoPerson,
  heading,
  openDevice,
  WITH_SERVICE_WORKER,
  serviceWorkerReady,
  signIn,
  stage,
  tileOf,
  holdToast,
} from './app.ts';
import { checkScreen, openStillPage, PHONE, SAVE_SCREENSHOTS } from './check-screen.ts';
import { albumPath, createTestLibrary, itemPath, libraryPath, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';

const PHOTOS = 12;
/** More than two calls take (`MAX_ITEMS_PER_ADD`). */
const HUNDREDS = 450;
const GUEST = demoPerson('stranger');

let fixture: TestLibrary;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER], photos: PHOTOS });
});
test.afterEach(({ browser }) => closeDevices(browser));

const trashPath = (): string => `${libraryPath(fixture)}/trash`;
const favouritesPath = (): string => `${libraryPath(fixture)}/favourites`;
const itemId = (n: number): string => String(fixture.items[n]);
const itemTiles = (page: Page): Locator => page.locator('main [data-item]');
const ticked = (page: Page): Locator => itemTiles(page).and(page.getByRole('button', { pressed: true }));
/** Waits until a grid has so many photos of one month, of which only those near the window are rendered. */
const expectPhotos = (page: Page, count: number): Promise<void> =>
  expect(page.locator('main [aria-setsize]').first()).toHaveAttribute('aria-setsize', String(count));
const actions = (page: Page): Locator => page.getByRole('group', { name: ko('selection_actions') });
const undo = (page: Page): Locator => button(page, ko('undo'));

test('a long touch starts selecting, and Back ends it', async ({ browser }) => {
  const { page } = await openDevice(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(page, OWNER, albumPath(fixture));
  await expectPhotos(page, PHOTOS);
  const box = await tileOf(page, itemId(1)).boundingBox();
  if (!box) throw new Error('the tile has no box');
  const cdp = await page.context().newCDPSession(page);
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await expect(page.getByText(ko('selection_count', { count: 1 }))).toBeVisible();
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await tileOf(page, itemId(2)).tap();
  await expect(page.getByText(ko('selection_count', { count: 2 }))).toBeVisible();
  await page.goBack();
  await expect(actions(page)).toHaveCount(0);
  await expect(heading(page, fixture.title)).toBeVisible();
  await tileOf(page, itemId(2)).tap();
  await expect(stage(page)).toBeVisible();
});

test('photos go to the trash while offline once the network is back, and return to their albums', async ({
  browser,
}) => {
  const { page, context } = await openDevice(browser, { ...WITH_SERVICE_WORKER, viewport: PHONE });
  await signIn(page, OWNER, albumPath(fixture));
  await expectPhotos(page, PHOTOS);
  await button(page, ko('selection_begin')).click();
  for (const n of [0, 1, 2]) await tileOf(page, itemId(n)).click();
  await serviceWorkerReady(page);
  await context.setOffline(true);
  await button(actions(page), ko('item_trash')).click();
  await expect(page.getByText(ko('batch_waiting', { sent: 0, total: 3 }))).toBeVisible();
  // It goes on on another page.
  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await expect(heading(page, fixture.name)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(ko('batch_trash_done', { count: 3 }))).toBeVisible();

  await page.getByRole('link', { name: ko('trash_title') }).click();
  await expectPhotos(page, 3);
  await button(page, ko('selection_begin')).click();
  await button(page, ko('selection_all')).click();
  await expect(ticked(page)).toHaveCount(3);
  await button(actions(page), ko('item_restore')).click();
  await expect(page.getByText(ko('trash_empty_title'))).toBeVisible();
  await expect(page.getByText(ko('batch_restore_done', { count: 3 }))).toBeVisible();
  await page.goto(albumPath(fixture));
  await expectPhotos(page, PHOTOS);
});

test('with the keyboard alone: select, extend, all, delete, undo, end, and the overview of keys', async ({
  browser,
}) => {
  const { page } = await openDevice(browser, { viewport: { width: 1440, height: 900 } });
  await signIn(page, OWNER, albumPath(fixture));
  await expectPhotos(page, PHOTOS);
  await tileOf(page, itemId(0)).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(ticked(page)).toHaveCount(3);
  await page.keyboard.press('Space');
  await expect(ticked(page)).toHaveCount(2);
  await page.keyboard.press('Delete');
  await expectPhotos(page, PHOTOS - 2);
  await expect(actions(page)).toHaveCount(0);
  await undo(page).press('Enter');
  await expectPhotos(page, PHOTOS);
  await page.keyboard.press('Control+a');
  await expect(ticked(page)).toHaveCount(PHOTOS);
  await page.keyboard.press('Escape');
  await expect(actions(page)).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: ko('keys_title') })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('with a mouse: dragging, the checkbox of a month, and ticks that forced colours show', async ({ browser }) => {
  const { page } = await openDevice(browser, { viewport: { width: 1440, height: 900 } });
  await signIn(page, OWNER, albumPath(fixture));
  await expectPhotos(page, PHOTOS);
  await button(page, ko('selection_begin')).click();
  await tileOf(page, itemId(0)).hover();
  await page.mouse.down();
  await tileOf(page, itemId(1)).hover();
  await tileOf(page, itemId(3)).hover();
  await tileOf(page, itemId(2)).hover();
  await page.mouse.up();
  await expect(ticked(page)).toHaveCount(3);

  await page.emulateMedia({ forcedColors: 'active' });
  const styleOf = (tile: Locator): Promise<string[]> =>
    tile.evaluate((node) => {
      const tick = node.parentElement?.querySelector('.tick > span');
      return [getComputedStyle(node).borderTopWidth, tick ? getComputedStyle(tick).backgroundColor : ''];
    });
  const [border, fill] = await styleOf(tileOf(page, itemId(0)));
  const [otherBorder, otherFill] = await styleOf(tileOf(page, itemId(3)));
  expect([border, otherBorder]).toEqual(['4px', '0px']);
  expect(fill).not.toBe(otherFill);
  if (SAVE_SCREENSHOTS) await page.screenshot({ path: test.info().outputPath('forced-colours.png') });

  const month = page.getByRole('checkbox', { name: /모두 선택/ });
  await expect(month).toHaveAttribute('aria-checked', 'mixed');
  await month.click();
  await expect(ticked(page)).toHaveCount(PHOTOS);
  await month.click();
  await expect(ticked(page)).toHaveCount(0);
  await button(page, ko('selection_cancel')).click();
  await expect(button(page, ko('selection_begin'))).toBeFocused();
});

test('dragging to the edge of the window scrolls and selects on', async ({ browser }) => {
  const { page } = await openDevice(browser, { viewport: { width: 768, height: 600 } });
  await signIn(page, OWNER, albumPath(fixture));
  await expect(tileOf(page, itemId(0))).toBeVisible();
  await button(page, ko('selection_begin')).click();
  const box = await tileOf(page, itemId(0)).boundingBox();
  if (!box) throw new Error('the tile has no box');
  await page.mouse.move(box.x + 40, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 400, box.y + 60);
  await page.mouse.move(box.x + 40, 599);
  await expect(page.getByText(ko('selection_count', { count: PHOTOS }))).toBeVisible();
  await page.mouse.up();
});

/** Opens all photos of a new library with `HUNDREDS` of them, and moves them to the trash with calls that `answer` answers or not. */
async function trashHundreds(browser: Browser, answer: (route: Route, nth: number) => Promise<void> | undefined) {
  const { library } = await createTestLibrary({ owner: OWNER });
  await seedIndex(library, HUNDREDS);
  const { page, context } = await openDevice(browser);
  await signIn(page, OWNER, `/l/${library}/all`);
  let calls = 0;
  await page.route('**/api/trashItems', (route) => answer(route, (calls += 1)));
  await expect(itemTiles(page).first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await button(actions(page), ko('item_trash')).click();
  return { page, next: () => context.newPage(), path: `/l/${library}`, calls: () => calls };
}

const itemsOf = (request: Request): string[] => (request.postDataJSON() as { data: { items: string[] } }).data.items;
/** The items of the calls that a page makes. */
function recordTrashed(page: Page): string[] {
  const items: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/trashItems')) items.push(...itemsOf(request));
  });
  return items;
}

/** Runs a change of each stored part of a batch in the page, and returns how many there are. */
const storedParts = (page: Page, uid: string, change: object = {}): Promise<number> =>
  page.evaluate(
    async ({ name, change }) => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(`${name} cannot be read`));
        });
      const db = await done(indexedDB.open(name));
      const store = db.transaction('batches', 'readwrite').objectStore('batches');
      const [keys, parts] = [await done(store.getAllKeys()), (await done(store.getAll())) as object[]];
      for (const [n, key] of keys.entries()) await done(store.put({ ...parts[n], ...change }, key));
      db.close();
      return keys.length;
    },
    { name: `maru-${uid}`, change },
  );

test('when a window is closed while it moves hundreds of photos, the next one moves only the rest', async ({
  browser,
}) => {
  const answered: string[] = [];
  const first = await trashHundreds(browser, (route, nth) => {
    // The second call is not answered before the window is closed.
    if (nth > 1) return undefined;
    answered.push(...itemsOf(route.request()));
    return route.continue();
  });
  await expect.poll(first.calls).toBe(2);
  await first.page.close();

  const next = await first.next();
  const resumed = recordTrashed(next);
  await next.goto(first.path);
  await expect.poll(() => answered.length + resumed.length).toBe(HUNDREDS);
  expect(new Set([...answered, ...resumed]).size).toBe(HUNDREDS);
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  await expect.poll(() => storedParts(next, owner.uid)).toBe(0);
  await owner.close();
});

test('what a closed window left more than an hour ago waits until it is retried', async ({ browser }) => {
  const first = await trashHundreds(browser, () => undefined);
  await expect.poll(first.calls).toBe(1);
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  expect(await storedParts(first.page, owner.uid, { startedAt: Date.now() - 2 * 3_600_000 })).toBe(3);
  await owner.close();
  await first.page.close();

  const next = await first.next();
  const resumed = recordTrashed(next);
  await next.goto(first.path);
  const notice = next.getByRole('alert', { name: ko('batch_label') });
  await expect(notice).toContainText(ko('batch_trash_failed', { sent: 0, total: HUNDREDS }));
  await expect(notice).not.toContainText(ko('error_unexpected'));
  expect(resumed).toEqual([]);
  await button(notice, ko('try_again')).click();
  await expect.poll(() => new Set(resumed).size).toBe(HUNDREDS);
});

test('photos are removed from an album, and deleted forever from the trash', async ({ browser }) => {
  const other = await createTestLibrary({ owner: OWNER, photos: 3 });
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, albumPath(other));
  await expectPhotos(page, 3);
  await test.step('rotate a photo, at once and in its next rev', async () => {
    // Held until the photo is shown rotated: its next rev may be there a moment later.
    const shown = Promise.withResolvers<undefined>();
    await page.context().route('**/api/rotateItem', async (route) => {
      await shown.promise;
      await route.continue();
    });
    await tileOf(page, String(other.items[0])).click();
    for (const rev of [1, 2]) {
      const image = stage(page).locator(`div:not([inert]) > .picture img[src*="%2F${String(rev)}%2Fscreen?"]`);
      await expect(image).toBeVisible({ timeout: 150_000 });
      if (rev === 1) {
        // The album's menu has the same name.
        await button(stage(page), ko('more')).click();
        await button(stage(page), ko('rotate_right')).click();
      }
      const isUpright = async (): Promise<boolean> => {
        const box = await image.boundingBox();
        return box !== null && box.height > box.width;
      };
      await expect.poll(isUpright).toBe(true);
      shown.resolve(undefined);
    }
    await page.goBack();
    await expectPhotos(page, 3);
  });
  await tileOf(page, String(other.items[0])).click({ modifiers: ['Control'] });
  await button(actions(page), ko('item_remove')).click();
  await expectPhotos(page, 2);
  await undo(page).click();
  await expectPhotos(page, 3);
  await tileOf(page, String(other.items[0])).click({ modifiers: ['Control'] });
  await tileOf(page, String(other.items[2])).click({ modifiers: ['Shift'] });
  await button(actions(page), ko('item_trash')).click();
  await expect(page.getByText(ko('album_empty_title'))).toBeVisible();

  await page.goto(`${libraryPath(other)}/trash`);
  await expectPhotos(page, 3);
  await tileOf(page, String(other.items[1])).click({ modifiers: ['Control'] });
  await button(actions(page), ko('item_purge')).click();
  await button(page.getByRole('dialog'), ko('item_purge')).click();
  await expectPhotos(page, 2);
  await button(page, ko('trash_clear')).click();
  await button(page.getByRole('dialog'), ko('trash_clear')).click();
  await expect(page.getByText(ko('trash_empty_title'))).toBeVisible();
});

test('a viewer saves what they select, also to their favourites, and a guest cannot select', async ({ browser }) => {
  const { library, album } = fixture;
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const guest = await signInAs(GUEST.name, { address: GUEST.address });
  const { secret } = await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
  await guest.call('redeemInvite', { secret });

  const expectNoTrash = async (page: Page): Promise<void> => {
    await page.goto(itemPath(fixture, 0));
    await expect(button(stage(page), ko('viewer_zoom_in'))).toBeVisible();
    await expect(button(stage(page), ko('item_trash'))).toHaveCount(0);
    await page.keyboard.press('Delete');
    await expect(page).toHaveURL(new RegExp(`${itemPath(fixture, 0)}$`));
    await page.goto(trashPath());
    await expect(page.getByText(ko('no_access_title'))).toBeVisible();
  };

  const { page: hers, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  await signIn(hers, MOTHER, libraryPath(fixture));
  await expect(hers.getByRole('link', { name: fixture.title })).toBeVisible();
  await expect(hers.getByRole('link', { name: ko('trash_title') })).toHaveCount(0);
  await hers.getByRole('link', { name: fixture.title }).click();
  await expectPhotos(hers, PHOTOS);
  await tileOf(hers, itemId(0)).focus();
  await hers.keyboard.press('x');
  await expect(button(actions(hers), ko('item_save'))).toBeVisible();
  for (const action of ['item_add', 'item_remove', 'item_trash'])
    await expect(button(actions(hers), ko(action))).toHaveCount(0);
  await hers.keyboard.press('Delete');
  await expect(ticked(hers)).toHaveCount(1);
  await serviceWorkerReady(hers);
  await context.setOffline(true);
  await button(actions(hers), ko('favourite_add')).click();
  await expect(hers.getByText(ko('favourite_added', { count: 1 }))).toBeVisible();
  await hers.getByRole('link', { name: ko('back_to_albums') }).click();
  await hers.getByRole('link', { name: ko('favourites_title') }).click();
  await expectPhotos(hers, 1);
  await context.setOffline(false);
  const { page: tablet } = await openDevice(browser);
  await signIn(tablet, MOTHER, favouritesPath());
  await tileOf(tablet, itemId(0)).click();
  await button(stage(tablet), ko('favourite_add')).click();
  for (const page of [tablet, hers]) await expect(page.getByText(ko('favourites_empty_title'))).toBeVisible();
  await expectNoTrash(hers);

  const { page: theirs } = await openDevice(browser);
  await signIn(theirs, GUEST, albumPath(fixture));
  await expectPhotos(theirs, PHOTOS);
  await expect(button(theirs, ko('selection_begin'))).toHaveCount(0);
  await tileOf(theirs, itemId(0)).focus();
  await theirs.keyboard.press('x');
  await theirs.keyboard.press('Control+a');
  await expect(ticked(theirs)).toHaveCount(0);
  await expectNoTrash(theirs);
  await theirs.goto(favouritesPath());
  await expect(theirs.getByText(ko('no_access_title'))).toBeVisible();
  await guest.call('leaveAlbum', { library, album });
  await Promise.all([owner.close(), guest.close()]);
});

test('selecting passes axe, clips no text, meets the minimum sizes and does not move, in both languages', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const named = (name: string) => page.getByRole('button', { name: ko(name), exact: true });
  const page = await openStillPage(browser);
  await signIn(page, OWNER, albumPath(fixture));
  await expectPhotos(page, PHOTOS);
  await named('selection_begin').click();
  await checkScreen(page, 'selecting-nothing');
  for (const n of [0, 2, 3]) await tileOf(page, itemId(n)).click();
  await checkScreen(page, 'selecting');
  await named('item_add').click();
  await expect(named('add_to_album_new')).toBeVisible();
  await checkScreen(page, 'add-to-album');
  await page.keyboard.press('Escape');
  await named('item_trash').click();
  const undo = await holdToast(page, ko('batch_trash_done', { count: 3 }));
  await checkScreen(page, 'trashed');
  await undo.click();
  await expectPhotos(page, PHOTOS);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: ko('keys_title') })).toBeVisible();
  await checkScreen(page, 'keys');
  await page.keyboard.press('Escape');

  await page.goto(itemPath(fixture, 4));
  await expect(named('item_trash')).toBeVisible();
  await named('more').click();
  await checkScreen(page, 'viewer-more');
  await page.keyboard.press('Escape');
  await page.goto(favouritesPath());
  await expect(page.getByText(ko('favourites_empty_title'))).toBeVisible();
  await checkScreen(page, 'favourites-empty');
  await page.goto(itemPath(fixture, 4));
  await named('favourite_add').click();
  await page.goto(favouritesPath());
  await expectPhotos(page, 1);
  await checkScreen(page, 'favourites');
  await itemTiles(page).first().click();
  await named('favourite_add').click();
  await page.goto(itemPath(fixture, 4));
  await named('item_trash').click();
  await expect(page.getByText(ko('batch_trash_done', { count: 1 }))).toBeVisible();
  await page.goto(trashPath());
  await expectPhotos(page, 1);
  await checkScreen(page, 'trash');
  await itemTiles(page).first().click();
  await expect(named('item_restore')).toBeVisible();
  await checkScreen(page, 'viewer-in-trash');
  await page.goBack();
  await named('selection_begin').click();
  await itemTiles(page).first().click();
  await checkScreen(page, 'selecting-in-trash');
  await named('item_purge').click();
  await expect(page.getByText(ko('purge_text'))).toBeVisible();
  await checkScreen(page, 'purge');
  await named('trash_keep').click();
  await named('item_restore').click();
  await expect(page.getByText(ko('trash_empty_title'))).toBeVisible();
  await checkScreen(page, 'trash-empty');
  await page.goto(libraryPath(fixture));
  await expect(page.getByRole('link', { name: ko('trash_title') })).toBeVisible();
});
