import { expect, test, type Locator, type Page } from '@playwright/test';
import { EDITOR, FATHER, MOTHER } from '../../tools/demo/people.ts';
import { recordReads } from '../bench/page/viewer-probe.ts';
import { PHONE } from './check-screen.ts';
import { albumPath, createTestLibrary, itemPath, type TestLibrary } from './library-fixture.ts';
import { layoutShift } from './layout-shift.ts';
import {
  button,
  closeDevices,
  decodedCount,
  animationsEnd,
  openDevice,
  signIn,
  signInHere,
  stage,
  tileOf,
  tiles,
} from './app.ts';
import { ko } from './messages.ts';

const PHOTOS = 4;

let fixture: TestLibrary;
test.beforeAll(async () => {
  fixture = await createTestLibrary({ owner: EDITOR, viewers: [MOTHER, FATHER], photos: PHOTOS });
});

test.afterEach(({ browser }) => closeDevices(browser));

const itemUrl = (n: number): RegExp => new RegExp(`${itemPath(fixture, n)}$`);
const itemId = (n: number): string => String(fixture.items[n]);
const pressButton = (page: Page, key: string): Promise<void> => button(stage(page), ko(key)).click();
const position = (n: number): string => `${String(n)} / ${String(PHOTOS)}`;

/** The image in the middle, at screen size. */
const screenImage = (page: Page): Locator => stage(page).locator('div:not([inert]) > .picture img[src*="%2Fscreen?"]');
const widthOf = async (of: Locator): Promise<number> => {
  await animationsEnd(of.page());
  return (await of.boundingBox())?.width ?? 0;
};
const middleOf = async (of: Locator): Promise<number> => {
  const box = await of.boundingBox();
  return box ? box.y + box.height / 2 : NaN;
};

/** Opens the album as the mother. */
async function openAlbum(page: Page): Promise<void> {
  await signIn(page, MOTHER, albumPath(fixture));
  await expect(tiles(page)).toHaveCount(PHOTOS);
}

test('buttons zoom in and out, go to the next and the previous item, and go back without loops', async ({
  browser,
}) => {
  const { page } = await openDevice(browser);
  await signIn(page, MOTHER, `/l/${fixture.library}`);
  await page.getByRole('link', { name: fixture.title }).click();
  await tileOf(page, itemId(0)).click();
  await expect(stage(page)).toBeVisible();
  await expect(stage(page).getByText(position(1))).toBeVisible();
  await expect(stage(page).getByRole('button', { name: ko('viewer_previous') })).toHaveCount(0);

  const widthBefore = await widthOf(screenImage(page));
  await pressButton(page, 'viewer_zoom_in');
  await expect.poll(() => widthOf(screenImage(page))).toBeGreaterThan(widthBefore * 1.5);
  await pressButton(page, 'viewer_zoom_out');
  await expect.poll(() => widthOf(screenImage(page))).toBeCloseTo(widthBefore, 0);

  for (let n = 1; n < PHOTOS; n += 1) {
    await pressButton(page, 'viewer_next');
    await expect(page).toHaveURL(itemUrl(n));
    await expect(stage(page).getByText(position(n + 1))).toBeVisible();
  }
  await expect(stage(page).getByRole('button', { name: ko('viewer_next') })).toHaveCount(0);
  await pressButton(page, 'viewer_previous');
  await expect(page).toHaveURL(itemUrl(PHOTOS - 2));

  await pressButton(page, 'back_to_album');
  await expect(page.getByRole('heading', { level: 1, name: fixture.title })).toBeVisible();
  await expect(tileOf(page, itemId(PHOTOS - 2))).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: fixture.name })).toBeVisible();
});

test('a photo is read from Firestore only when somebody reprocesses it', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await page.addInitScript(recordReads);
  await signIn(page, EDITOR, itemPath(fixture, 0));
  const isRead = (n: number): Promise<boolean> =>
    page.evaluate((path) => globalThis.listenTexts.some((text) => text.includes(path)), `/items/${itemId(n)}`);
  await pressButton(page, 'viewer_next');
  await expect(page).toHaveURL(itemUrl(1));
  await pressButton(page, 'more');
  await button(page, ko('reprocess', { kind: 'photo' })).click();
  await expect.poll(() => isRead(1)).toBe(true);
  expect(await isRead(0)).toBe(false);
});

test("the phone's own Back closes the viewer and focuses the tile", async ({ browser }) => {
  const { page } = await openDevice(browser);
  await openAlbum(page);
  await tileOf(page, itemId(1)).click();
  await expect(stage(page)).toBeVisible();
  await pressButton(page, 'viewer_next');
  await expect(page).toHaveURL(itemUrl(2));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${albumPath(fixture)}$`));
  await expect(tileOf(page, itemId(2))).toBeFocused();
});

test('the picture grows from its tile, unless motion is reduced', async ({ browser }) => {
  const { page } = await openDevice(browser, { reducedMotion: 'no-preference' });
  await openAlbum(page);
  // Stops each animation at its start.
  await page.evaluate(() => {
    const animate = Object.getOwnPropertyDescriptor(Element.prototype, 'animate')?.value as Element['animate'];
    Element.prototype.animate = function (...how) {
      const animation = animate.apply(this, how);
      animation.pause();
      return animation;
    };
  });
  const picture = stage(page).locator('div:not([inert]) > .picture');
  const tile = await tileOf(page, itemId(1)).boundingBox();
  await tileOf(page, itemId(1)).click();
  await expect(picture).toBeVisible();
  const start = await picture.boundingBox();
  for (const side of ['x', 'y', 'width', 'height'] as const) expect(start?.[side]).toBeCloseTo(tile?.[side] ?? NaN, 0);
  await page.goBack();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await tileOf(page, itemId(1)).click();
  await expect(picture).toBeVisible();
  expect(await widthOf(picture)).toBeGreaterThan(1.5 * (tile?.width ?? NaN));
});

test('Back scrolls to the item viewed last, in the middle if it was out of view', async ({ browser }) => {
  const { page } = await openDevice(browser, { viewport: { width: 360, height: 300 } });
  await openAlbum(page);
  await tileOf(page, itemId(0)).click();
  for (let n = 1; n < PHOTOS; n += 1) {
    await pressButton(page, 'viewer_next');
    await expect(page).toHaveURL(itemUrl(n));
  }
  await page.goBack();
  const tile = tileOf(page, itemId(PHOTOS - 1));
  await expect(tile).toBeFocused();
  const distanceFromMiddle = async (): Promise<number> => Math.abs((await middleOf(tile)) - 300 / 2);
  await expect.poll(distanceFromMiddle).toBeLessThan(4);
  // Twice: the browser restores its own position.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await distanceFromMiddle()).toBeLessThan(4);
});

test('keys: arrows, Home and End, plus, minus, zero, f, i and Escape', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await openAlbum(page);
  await tileOf(page, itemId(0)).click();
  await expect(screenImage(page)).toBeVisible();
  const widthBefore = await widthOf(screenImage(page));
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(itemUrl(1));
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(itemUrl(0));
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(itemUrl(0));
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.keyboard.press('-');
  await expect.poll(() => widthOf(screenImage(page))).toBeGreaterThan(widthBefore * 1.5);
  await page.keyboard.press('0');
  await expect.poll(() => widthOf(screenImage(page))).toBeCloseTo(widthBefore, 0);
  await page.keyboard.press('End');
  await expect(page).toHaveURL(itemUrl(PHOTOS - 1));
  await page.keyboard.press('Home');
  await expect(page).toHaveURL(itemUrl(0));
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.matches('.stage'))).toBe(true);
  // Full screen shows only the stage, so it ends. Where the window is small then, the panel is a dialog.
  await page.keyboard.press('i');
  const name = ko('info_title');
  const panel = page.getByRole('region', { name }).or(page.getByRole('dialog', { name }));
  await expect(panel).toBeVisible();
  expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(tileOf(page, itemId(0))).toBeFocused();
});

/** Swipes by `by` CSS pixels to the right, or down, in eight steps. */
async function swipe(page: Page, by: number, down = 0): Promise<void> {
  const box = await stage(page).boundingBox();
  if (!box) throw new Error('the viewer has no box');
  const cdp = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 2 - by / 2, box.y + box.height / 2];
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', way?: number): Promise<unknown> =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: way === undefined ? [] : [{ x: x + by * way, y: y + down * way }],
    });
  await touch('touchStart', 0);
  for (let step = 1; step <= 8; step += 1) await touch('touchMove', step / 8);
  await touch('touchEnd');
}

test('swiping goes to the next and the previous item, not beyond the first, and down closes', async ({ browser }) => {
  const { page } = await openDevice(browser, { hasTouch: true, reducedMotion: 'reduce' });
  await openAlbum(page);
  await tileOf(page, itemId(0)).tap();
  await expect(screenImage(page)).toBeVisible();
  await swipe(page, -200);
  await expect(page).toHaveURL(itemUrl(1));
  await swipe(page, -200);
  await expect(page).toHaveURL(itemUrl(2));
  await swipe(page, 200);
  await expect(page).toHaveURL(itemUrl(1));
  await swipe(page, 200);
  await swipe(page, 200);
  await expect(page).toHaveURL(itemUrl(0));
  await expect(stage(page).getByText(position(1))).toBeVisible();
  // While it is zoomed, a swipe moves the picture only.
  await pressButton(page, 'viewer_zoom_in');
  await swipe(page, -200);
  await swipe(page, 0, 200);
  await pressButton(page, 'viewer_zoom_out');
  await expect(page).toHaveURL(itemUrl(0));
  await swipe(page, 0, 200);
  await expect(tileOf(page, itemId(0))).toBeFocused();
});

test('a link to an item leads through sign-in to that item, and a reload stays there', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await page.goto(itemPath(fixture, 2));
  await signInHere(page, FATHER.name);
  await expect(page).toHaveURL(itemUrl(2));
  await expect(stage(page).getByText(position(3))).toBeVisible();
  await pressButton(page, 'viewer_previous');
  await expect(page).toHaveURL(itemUrl(1));
  await page.reload();
  await expect(page).toHaveURL(itemUrl(1));
  await expect(stage(page).getByText(position(2))).toBeVisible();
  await expect.poll(() => screenImage(page).evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await pressButton(page, 'viewer_next');
  await expect(page).toHaveURL(itemUrl(2));
  await pressButton(page, 'back_to_album');
  await expect(page.getByRole('heading', { level: 1, name: fixture.title })).toBeVisible();
  await expect(tileOf(page, itemId(2))).toBeFocused();
});

for (const who of [MOTHER, EDITOR]) {
  test(`nothing shifts while an album loads for the ${who.role}, even with slow images, nor when the viewer opens and closes`, async ({
    browser,
  }) => {
    const { page, context } = await openDevice(browser);
    await signIn(page, who, `/l/${fixture.library}`);
    await expect(page.getByRole('link', { name: fixture.title })).toBeVisible();
    // Ends the requests of home.
    await page.goto('about:blank');
    const releases: (() => void)[] = [];
    await context.route(/%2Fgrid\?/, async (route) => {
      await new Promise<void>((resolve) => releases.push(resolve));
      await route.continue();
    });
    await page.goto(albumPath(fixture));
    await expect(tiles(page)).toHaveCount(PHOTOS);
    await expect.poll(() => releases.length).toBe(PHOTOS);
    for (const release of releases) release();
    await expect.poll(() => decodedCount(page)).toBe(PHOTOS);
    expect(await layoutShift(page)).toBe(0);
    await tileOf(page, itemId(0)).click();
    await expect(screenImage(page)).toBeVisible();
    await pressButton(page, 'back_to_album');
    await expect(tileOf(page, itemId(0))).toBeFocused();
    expect(await layoutShift(page)).toBe(0);

    // Proves that a shift is recorded.
    await page.evaluate(() =>
      document
        .querySelector('main')
        ?.prepend(Object.assign(document.createElement('p'), { textContent: '하나 더', style: 'height:120px' })),
    );
    await expect.poll(() => layoutShift(page)).toBeGreaterThan(0);

    // The header of all photos is one row on a phone, whatever this person may do.
    await page.setViewportSize(PHONE);
    await page.goto(`/l/${fixture.library}/all`);
    await expect(tiles(page)).toHaveCount(PHOTOS);
    const inHeader = page.locator('main header :is(h1, a, button)').filter({ visible: true });
    const centres = await inHeader.evaluateAll((all) =>
      all.map((node) => {
        const { top, height } = node.getBoundingClientRect();
        return Math.round(top + height / 2);
      }),
    );
    expect(Math.max(...centres) - Math.min(...centres)).toBeLessThanOrEqual(2);
    expect(await layoutShift(page)).toBe(0);
  });
}
