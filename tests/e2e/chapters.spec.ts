import { randomInt } from 'node:crypto';
import { ALL, paths, readEntry, type ItemId } from '@maru/model';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { EDITOR, MOTHER } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs, waitFor } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { SCENE_S, scenesMp4 } from '../media/scenes.ts';
import { button, closeDevices, holdToast, openDevice, signIn, stage } from './app.ts';
import { checkScreen, openStillPage, PHONE } from './check-screen.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';
import { playVideo, positionOf } from './playback.ts';

let fixture: TestLibrary;
let item: ItemId;
test.beforeAll(async () => {
  test.setTimeout(600_000);
  fixture = await createTestLibrary({ owner: EDITOR, viewers: [MOTHER] });
  const { library, album } = fixture;
  const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
  const bytes = await scenesMp4(randomInt(1, 2 ** 31));
  item = await uploadItem(editor, library, bytes, { albums: [ALL, album], fileName: '2019-05-03.mp4' });
  await waitUntilProcessed(library, item);
  await editor.close();
  await waitFor('the strip', async () => readEntry(await inspect.doc(paths.entry(library, album, item))).strip);
});
test.afterEach(({ browser }) => closeDevices(browser));

const seekBar = (page: Page): Locator => page.getByRole('slider', { name: ko('player_seek') });
const preview = (page: Page): Locator => page.locator('.preview');

/** Moves the mouse to this part of the seek bar. */
async function pointAt(page: Page, part: number): Promise<void> {
  const { x, y, width, height } = (await seekBar(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width * part, y + height / 2);
}

/** Which frame of the strip is shown, as the offsets of the image in percent. */
const shownFrame = (page: Page): Promise<[string, string]> =>
  preview(page)
    .locator('img')
    .evaluate((image) => [image.style.left, image.style.top]);

test('the seek bar shows the frame where a mouse, a finger or a key is, loads it then, and stays on the screen', async ({
  browser,
}) => {
  const { page } = await openDevice(browser, { viewport: PHONE });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const stripRequests = () => requests.filter((url) => /%2Fstrip\?/.test(url));
  await signIn(page, EDITOR, `${albumPath(fixture)}/${item}`);
  await playVideo(page);
  await page.keyboard.press('k');
  expect(stripRequests()).toEqual([]);
  await pointAt(page, 0.5);
  await expect(preview(page)).toContainText('2:40');
  expect(await shownFrame(page)).toEqual(['0%', '-500%']);
  await expect
    .poll(() =>
      preview(page)
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBe(1600);
  for (const part of [0.01, 0.99]) {
    await pointAt(page, part);
    const { x, width } = (await preview(page).boundingBox()) ?? { x: -1, width: 0 };
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(PHONE.width);
  }
  await page.mouse.move(10, 200);
  await expect(preview(page)).toHaveCount(0);
  await seekBar(page).focus();
  // The preview disappears after a moment.
  const shown = preview(page).and(page.locator('[aria-hidden="true"]')).waitFor();
  await page.keyboard.press('ArrowRight');
  await shown;
  expect(new Set(stripRequests()).size).toBe(1);
});

test('an editor makes chapters from suggestions and by hand, with undo; a viewer sees them and jumps', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const page = await openStillPage(browser);
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, EDITOR, `${albumPath(fixture)}/${item}`);
  await playVideo(page);
  await page.keyboard.press('k');
  await stage(page)
    .getByRole('button', { name: ko('more') })
    .last()
    .click();
  await button(page, ko('chapters_edit')).click();
  const panel = page.getByRole('region', { name: ko('chapters_edit') });
  const suggestions = panel.getByRole('list', { name: ko('chapters_suggested') }).getByRole('listitem');
  await expect(suggestions).toHaveCount(3);

  await test.step('suggested', async () => {
    await button(panel, ko('chapter_all_suggested')).click();
    const undo = await holdToast(page, ko('chapter_added'));
    const chapters = panel.getByRole('list', { name: ko('chapters'), exact: true }).getByRole('listitem');
    await expect(chapters).toHaveCount(3);
    await expect(suggestions).toHaveCount(0);
    await undo.click();
    await expect(suggestions).toHaveCount(3);
    await button(panel, ko('chapter_suggested_add', { time: '2:40' })).click();
    await expect(chapters).toHaveCount(1);
  });

  await test.step('named and dated', async () => {
    await panel.getByRole('button', { name: ko('chapter_number', { n: '1' }) }).click();
    const form = page.getByRole('region', { name: ko('chapter_edit') });
    await form.getByLabel(ko('chapter_title'), { exact: true }).fill('설악산 가는 길');
    await form.getByRole('switch', { name: ko('chapter_date') }).check();
    await form.getByRole('radio', { name: ko('info_date_year') }).check();
    await form.getByLabel(ko('info_year'), { exact: true }).fill('1987');
    await button(form, ko('save')).click();
    await expect(panel.getByRole('button', { name: /설악산 가는 길/ })).toContainText('1987년');
  });

  await test.step('added where it plays', async () => {
    await page.keyboard.press('Home');
    await panel.getByRole('button', { name: /여기에 챕터 추가/ }).click();
    const form = page.getByRole('region', { name: ko('chapter_edit') });
    await form.getByLabel(ko('chapter_title'), { exact: true }).fill('돌잔치');
    await button(form, ko('save')).click();
    await expect(panel.getByRole('button', { name: /돌잔치/ })).toBeVisible();
  });
  await checkScreen(page, 'edit chapters');

  await test.step('deleted on a phone, where the panel is a dialog, and restored in it', async () => {
    await page.setViewportSize(PHONE);
    const dialog = page.getByRole('dialog', { name: ko('chapters_edit') });
    await dialog.getByRole('button', { name: /돌잔치/ }).click();
    await button(page.getByRole('dialog', { name: ko('chapter_edit') }), ko('chapter_delete')).click();
    await expect(dialog.getByRole('button', { name: /돌잔치/ })).toHaveCount(0);
    await (await holdToast(page, ko('chapter_deleted'))).click();
    await expect(dialog.getByRole('button', { name: /돌잔치/ })).toBeVisible();
  });

  await test.step('split into videos', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await button(panel, ko('split')).click();
    const split = page.getByRole('region', { name: ko('split') });
    await expect(split.getByRole('checkbox')).toHaveCount(2);
    await checkScreen(page, 'split a video');
    await page.setViewportSize({ width: 1440, height: 900 });
    const confirm = button(split, ko('split_confirm', { count: 2 }));
    await confirm.click();
    await (await holdToast(page, ko('split_done', { count: 2 }))).click();
    // What was undone comes back from the trash.
    await confirm.click();
    const made = page.getByRole('list', { name: ko('split_result') }).getByRole('link');
    await expect(made).toHaveCount(2, { timeout: 60_000 });
    await checkScreen(page, 'videos from a split');
    // On a phone the panel is a dialog, which leaves with the video.
    await made.filter({ hasText: '설악산 가는 길' }).click();
    await expect(stage(page).getByText('설악산 가는 길')).toBeVisible();
    await playVideo(page);
    expect(Math.round(await page.evaluate(() => document.querySelector('video')?.duration ?? 0))).toBe(2 * SCENE_S);
    await page.keyboard.press('k');
    await button(page, ko('info_title')).click();
    const info = page.getByRole('dialog', { name: ko('info_title') });
    await expect(info.getByText(ko('info_section_of', { from: '2:40', to: '5:20' }))).toBeVisible();
    await expect(info.getByText('1987년')).toBeVisible();
    await checkScreen(page, 'info of a section');
    await info.getByRole('link', { name: ko('info_section_open') }).click();
    await expect(page).toHaveURL(new RegExp(item));
  });

  await test.step('seen by a viewer', async () => {
    const mother = await signInAs(MOTHER.name, { address: MOTHER.address });
    await mother.call('onSignIn', {});
    await mother.close();
    const viewer = await openStillPage(browser);
    await signIn(viewer, MOTHER, `${albumPath(fixture)}/${item}`);
    await playVideo(viewer);
    await viewer.keyboard.press('k');
    await pointAt(viewer, 0.8);
    await expect(preview(viewer)).toContainText('설악산 가는 길');
    await checkScreen(viewer, 'seek preview');
    await button(viewer, ko('chapters')).click();
    await checkScreen(viewer, 'chapters');
    await viewer.getByRole('button', { name: /설악산 가는 길 · 1987년/ }).click();
    await expect.poll(() => positionOf(viewer)).toBeGreaterThanOrEqual(2 * SCENE_S - 1);
    await expect(button(viewer, ko('chapters_edit'))).toHaveCount(0);
  });
});
