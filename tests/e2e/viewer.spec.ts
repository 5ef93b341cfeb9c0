import { expect, test, type Locator, type Page } from '@playwright/test';
import { EDITOR, FATHER, MOTHER } from '../../tools/demo/people.ts';
import { albumAt, furnished, itemAt, type Furnished } from './furnished.ts';
import { shifts } from './shifts.ts';
import { device, leaveAll, paintedCount, signIn, stage, tileOf, tiles } from './visitor.ts';
import { ko } from './words.ts';

const PHOTOS = 4;

let home: Furnished;
test.beforeAll(async () => {
  home = await furnished({ owner: EDITOR, viewers: [MOTHER, FATHER], photos: PHOTOS });
});

test.afterEach(({ browser }) => leaveAll(browser));

const at = (n: number): RegExp => new RegExp(`${itemAt(home, n)}$`);
const item = (n: number): string => String(home.items[n]);
const press = (page: Page, word: string): Promise<void> =>
  stage(page)
    .getByRole('button', { name: ko(word), exact: true })
    .click();
const count = (n: number): string => `${String(n)} / ${String(PHOTOS)}`;

/** The image in the middle, at screen size. */
const large = (page: Page): Locator => stage(page).locator('div:not([inert]) > div > img[src*="%2Fscreen?"]');
const widthOf = async (of: Locator): Promise<number> => (await of.boundingBox())?.width ?? 0;
const isFocused = (of: Locator): Promise<boolean> => of.evaluate((node) => node === document.activeElement);

/** Opens the album as the mother. */
async function album(page: Page): Promise<void> {
  await signIn(page, MOTHER.name, albumAt(home));
  await expect(tiles(page)).toHaveCount(PHOTOS);
}

test('buttons zoom in and out, go to the next and the previous item, and go back without loops', async ({
  browser,
}) => {
  const { page } = await device(browser);
  await signIn(page, MOTHER.name, `/l/${home.library}`);
  await page.getByRole('link', { name: home.title }).click();
  await tileOf(page, item(0)).click();
  await expect(stage(page)).toBeVisible();
  await expect(stage(page).getByText(count(1))).toBeVisible();
  await expect(stage(page).getByRole('button', { name: ko('viewer_previous') })).toHaveCount(0);

  const before = await widthOf(large(page));
  await press(page, 'viewer_zoom_in');
  await expect.poll(() => widthOf(large(page))).toBeGreaterThan(before * 1.5);
  await press(page, 'viewer_zoom_out');
  await expect.poll(() => widthOf(large(page))).toBeCloseTo(before, 0);

  for (let n = 1; n < PHOTOS; n += 1) {
    await press(page, 'viewer_next');
    await expect(page).toHaveURL(at(n));
    await expect(stage(page).getByText(count(n + 1))).toBeVisible();
  }
  await expect(stage(page).getByRole('button', { name: ko('viewer_next') })).toHaveCount(0);
  await press(page, 'viewer_previous');
  await expect(page).toHaveURL(at(PHOTOS - 2));

  await press(page, 'back_to_album');
  await expect(page.getByRole('heading', { level: 1, name: home.title })).toBeVisible();
  await expect(tileOf(page, item(PHOTOS - 2))).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: home.name })).toBeVisible();
});

test("the phone's own Back closes the viewer and focuses the tile", async ({ browser }) => {
  const { page } = await device(browser);
  await album(page);
  await tileOf(page, item(1)).click();
  await expect(stage(page)).toBeVisible();
  await press(page, 'viewer_next');
  await expect(page).toHaveURL(at(2));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${albumAt(home)}$`));
  await expect(tileOf(page, item(2))).toBeFocused();
});

test('keys: arrows, plus, minus, zero and Escape', async ({ browser }) => {
  const { page } = await device(browser);
  await album(page);
  await tileOf(page, item(0)).click();
  await expect(large(page)).toBeVisible();
  const before = await widthOf(large(page));
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(at(1));
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(at(0));
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(at(0));
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.keyboard.press('-');
  await expect.poll(() => widthOf(large(page))).toBeGreaterThan(before * 1.5);
  await page.keyboard.press('0');
  await expect.poll(() => widthOf(large(page))).toBeCloseTo(before, 0);
  await page.keyboard.press('Escape');
  await expect(tileOf(page, item(0))).toBeFocused();
});

/** Swipes by `by` CSS pixels to the right, in eight steps. */
async function swipe(page: Page, by: number): Promise<void> {
  const box = await stage(page).boundingBox();
  if (!box) throw new Error('the viewer has no box');
  const cdp = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 2 - by / 2, box.y + box.height / 2];
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', way?: number): Promise<unknown> =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: way === undefined ? [] : [{ x: x + way, y }] });
  await touch('touchStart', 0);
  for (let step = 1; step <= 8; step += 1) await touch('touchMove', (by * step) / 8);
  await touch('touchEnd');
}

test('swiping goes to the next and the previous item, and not beyond the first', async ({ browser }) => {
  const { page } = await device(browser, { hasTouch: true });
  await album(page);
  await tileOf(page, item(0)).tap();
  await expect(large(page)).toBeVisible();
  await swipe(page, -200);
  await expect(page).toHaveURL(at(1));
  await swipe(page, -200);
  await expect(page).toHaveURL(at(2));
  await swipe(page, 200);
  await expect(page).toHaveURL(at(1));
  await swipe(page, 200);
  await swipe(page, 200);
  await expect(page).toHaveURL(at(0));
  await expect(stage(page).getByText(count(1))).toBeVisible();
});

test('a link to an item leads through sign-in to that item, and a reload stays there', async ({ browser }) => {
  const { page } = await device(browser);
  await signIn(page, FATHER.name, itemAt(home, 2));
  await expect(page).toHaveURL(at(2));
  await expect(stage(page).getByText(count(3))).toBeVisible();
  await press(page, 'viewer_previous');
  await expect(page).toHaveURL(at(1));
  await page.reload();
  await expect(page).toHaveURL(at(1));
  await expect(stage(page).getByText(count(2))).toBeVisible();
  await expect.poll(() => large(page).evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await press(page, 'viewer_next');
  await expect(page).toHaveURL(at(2));
  await press(page, 'back_to_album');
  await expect(page.getByRole('heading', { level: 1, name: home.title })).toBeVisible();
  await expect(tileOf(page, item(2))).toBeFocused();
});

for (const who of [MOTHER, EDITOR]) {
  test(`nothing shifts while an album loads for the ${who.part}, even with slow images`, async ({ browser }) => {
    // The service worker's requests would bypass the route.
    const { page, context } = await device(browser, { serviceWorkers: 'block' });
    await signIn(page, who.name, `/l/${home.library}`);
    await expect(page.getByRole('link', { name: home.title })).toBeVisible();
    const late: (() => void)[] = [];
    await context.route(/%2Fgrid\?/, async (route) => {
      await new Promise<void>((resolve) => late.push(resolve));
      await route.continue();
    });
    await page.goto(albumAt(home));
    await expect(tiles(page)).toHaveCount(PHOTOS);
    await expect.poll(() => late.length).toBe(PHOTOS);
    for (const come of late) come();
    await expect.poll(() => paintedCount(page)).toBe(PHOTOS);
    expect(await shifts(page)).toBe(0);

    // Proves that a shift is recorded.
    await page.evaluate(() =>
      document
        .querySelector('main')
        ?.prepend(Object.assign(document.createElement('p'), { textContent: '하나 더', style: 'height:120px' })),
    );
    await expect.poll(() => shifts(page)).toBeGreaterThan(0);
  });
}

/** Presses Tab until `target` has focus. */
async function tabTo(page: Page, to: Locator): Promise<void> {
  await expect(to).toBeVisible();
  for (let n = 0; n < 30; n += 1) {
    await page.keyboard.press('Tab');
    if (await isFocused(to)) return;
  }
  throw new Error(`Tab never reaches ${String(target)}`);
}

test('sign-in, album and viewer work with the keyboard alone', async ({ browser }) => {
  const { page } = await device(browser);
  await page.goto(`/l/${home.library}`);
  const google = page.getByRole('button', { name: ko('google_sign_in') });
  await expect(google).toBeEnabled();
  await tabTo(page, google);
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: MOTHER.name }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: home.title }));
  await page.keyboard.press('Enter');
  await tabTo(page, tileOf(page, item(0)));
  await page.keyboard.press('ArrowRight');
  await expect(tileOf(page, item(1))).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(at(1));
  await tabTo(page, stage(page).getByRole('button', { name: ko('viewer_next') }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(at(2));
  await page.keyboard.press('Escape');
  await expect(tileOf(page, item(2))).toBeFocused();
});
