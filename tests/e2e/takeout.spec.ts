import { readFile, writeFile } from 'node:fs/promises';
import { ALL, paths, readFavourites, readItem, type ItemId, type Uid } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { idOfBytes, uniqueJpeg, waitUntilProcessed } from '../functions/uploading.ts';
import { inspect } from '../harness/inspect.ts';
import { jpegOf } from '../media/photo.ts';
import { GOOGLE, itemJson, NAMES, YEAR, zipOf, type ZipContent } from '../media/takeout.ts';
import { button, closeDevices, signIn } from './app.ts';
import { checkScreen, openStillPage } from './check-screen.ts';
import { createTestLibrary, libraryPath } from './library-fixture.ts';
import { ko } from './messages.ts';
import { previewRow, withoutHandles, zipInput } from './takeout-page.ts';

test.afterEach(({ browser }) => closeDevices(browser));

/** Downloads the report: by file, its state, reason, album and rule. */
async function report(page: Page): Promise<Map<string, string[]>> {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, ko('takeout_report')).click()]);
  const [, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  return new Map(
    lines.map((line) => {
      const [file = '', state = '', code = '', album = '', , rule = ''] = line.slice(1, -1).split('","');
      return [file.normalize('NFC'), [state, code, album, rule]];
    }),
  );
}

test('exports of Google Photos in three ZIPs and of iCloud are shown, then imported, also after its tab was closed, with a line for every file', async ({
  browser,
}, testInfo) => {
  test.setTimeout(300_000);
  const fixture = await createTestLibrary({ owner: OWNER });
  const { library } = fixture;
  const photo = await jpegOf({ width: 64, height: 48 });
  const [korean, archived, apple] = [await uniqueJpeg(), await uniqueJpeg(), await uniqueJpeg()];
  const known = {
    description: '흔들바위 앞에서',
    people: [{ name: '한상철' }],
    geoData: { latitude: 38.12, longitude: 128.46 },
    favorited: true,
  };
  const ALBUM = `${GOOGLE}/${'가족 여행'.normalize('NFD')}`;
  const media = NAMES.map(([, file]): ZipContent => [`${YEAR}/${file}`, photo]);
  const jsons = NAMES.flatMap(([, , json, title]): ZipContent[] =>
    json === undefined ? [] : [[`${YEAR}/${json}`, itemJson(title)]],
  );
  const parts: ZipContent[][] = [
    [...media.slice(0, 10), [`${YEAR}/gone.jpg`, photo], [`${GOOGLE}/보관/${'옛날.jpg'.normalize('NFD')}`, archived]],
    [
      ...[...media.slice(10), ...jsons.slice(6)],
      [`${ALBUM}/${'흔들바위.jpg'.normalize('NFD')}`, korean],
      [`${ALBUM}/IMG_1.jpg`, photo],
    ],
    [
      ...jsons.slice(0, 6),
      [`${GOOGLE}/가족 여행/흔들바위.jpg.supplemental-metadata.json`, itemJson('흔들바위.jpg', known)],
      [`${GOOGLE}/가족 여행/IMG_1.jpg.json`, itemJson('IMG_1.jpg')],
      [`${GOOGLE}/가족 여행/메타데이터.json`, JSON.stringify({ title: '가족 여행' })],
      [`${YEAR}/gone.jpg.json`, itemJson('gone.jpg', { trashed: true })],
      [`${GOOGLE}/보관/옛날.jpg.json`, itemJson('옛날.jpg', { archived: true })],
      [`${YEAR}/../../../../escape.txt`, 'x'],
      [`${YEAR}/half.json`, '{"title": "cut'],
    ],
  ];
  const APPLE = 'iCloud Photos Part 1 of 1';
  parts.push([
    [`${APPLE}/Photos/IMG_9.JPG`, apple],
    [
      `${APPLE}/Photos/Photo Details.csv`,
      'imgName,favorite,originalCreationDate\nIMG_9.JPG,yes,"Saturday June 4,2022 12:11 PM GMT"',
    ],
    [`${APPLE}/Albums/제주.csv`, 'Images\nIMG_9.JPG'],
  ]);
  const zips = await Promise.all(
    parts.map(async (files, n) => {
      const name = n === 3 ? APPLE : `takeout-20240712T112341Z-1-00${String(n + 1)}`;
      const path = testInfo.outputPath(`${name}.zip`);
      await writeFile(path, await zipOf(files));
      return path;
    }),
  );
  const cut = testInfo.outputPath('cut.zip');
  await writeFile(cut, (await readFile(zips[0] ?? '')).subarray(0, -30));

  const page = await openStillPage(browser);
  const context = page.context();
  await withoutHandles(page);
  await signIn(page, OWNER, libraryPath(fixture));
  await page.getByRole('link', { name: ko('takeout_title') }).click();
  await expect(page.getByText(ko('takeout_text'))).toBeVisible();
  await checkScreen(page, 'import');
  await zipInput(page).setInputFiles([zips[0] ?? '', zips[2] ?? '', cut]);
  await expect(page.getByText('takeout-20240712T112341Z-1-002.zip')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: ko('takeout_bad_zip') })).toContainText('cut.zip');
  await zipInput(page).setInputFiles([zips[1] ?? '', zips[3] ?? '']);
  await expect(previewRow(page, ko('takeout_photos'))).toContainText(String(NAMES.length + 3));
  await expect(previewRow(page, ko('takeout_albums'))).toContainText(/가족 여행.*제주/);
  await expect(previewRow(page, ko('takeout_favourites'))).toContainText('2');
  await page.getByRole('switch', { name: ko('takeout_archived', { count: 1 }) }).click();
  await expect(previewRow(page, ko('takeout_photos'))).toContainText(String(NAMES.length + 2));
  expect(await inspect.count(paths.items(library))).toBe(0);
  await checkScreen(page, 'takeout');

  // No byte arrives before the tab is closed.
  await page.route('**/v0/b/**', () => undefined);
  await button(page, ko('takeout_start')).click();
  await expect(page.getByText(ko('takeout_started'))).toBeVisible();
  await page.close();

  const again = await context.newPage();
  await withoutHandles(again);
  await again.goto(libraryPath(fixture));
  await button(again, ko('takeout_continue')).click();
  await again.getByLabel(ko('takeout_pick_again')).setInputFiles(zips);
  const items = [photo, korean, apple].map(idOfBytes) as [ItemId, ItemId, ItemId];
  await expect.poll(() => inspect.count(paths.items(library)), { timeout: 60_000 }).toBe(3);
  await Promise.all(items.map((item) => waitUntilProcessed(library, item)));
  await expect
    .poll(async () => [...(await report(again)).values()].filter(([state]) => state === 'waiting').length)
    .toBe(0);

  const lines = await report(again);
  const rules = NAMES.map(([, file, , , by = '']) => [file.normalize('NFC'), by]);
  const found = [...lines].map(([path, [, , , rule]]) => [path.slice(path.lastIndexOf('/') + 1), rule]);
  expect(found).toEqual(expect.arrayContaining(rules));
  const states = (name: string) =>
    [...lines].filter(([path]) => path.endsWith(`/${name}`)).map(([, [state, code]]) => [state, code]);
  expect(states('gone.jpg')).toEqual([['skipped', 'in-trash']]);
  expect(states('옛날.jpg')).toEqual([['skipped', 'archived']]);
  expect(states('half.json')).toEqual([['failed', 'broken-json']]);
  expect(states('꽃.jpg')).toEqual([[expect.stringMatching(/added|duplicate/), 'ambiguous']]);
  expect(states('꽃.json')).toEqual([['skipped', 'unused-sidecar']]);
  expect(states('DSC(1).JPG')).toEqual([[expect.stringMatching(/added|duplicate/), 'undescribed']]);
  expect(lines.get('cut.zip')?.slice(0, 2)).toEqual(['failed', 'bad-zip']);

  const albums = await inspect.docs(paths.albums(library));
  const album = [...albums].find(([, { title }]) => title === '가족 여행')?.[0];
  const [shared, described, fromApple] = await Promise.all(
    items.map(async (item) => readItem(await inspect.doc(paths.item(library, item)))),
  );
  expect([...(shared?.albums ?? [])].sort()).toEqual([ALL, album].sort());
  expect(described).toMatchObject({
    albums: expect.arrayContaining([album]),
    fileName: '흔들바위.jpg',
    state: 'ready',
  });
  expect(described?.mediaInfo).toMatchObject({
    caption: '흔들바위 앞에서',
    people: ['한상철'],
    place: { latitude: 38.12, longitude: 128.46 },
  });
  const favourites = readFavourites(await inspect.doc(paths.favourites(described?.uploader as Uid, library)));
  expect(favourites).toEqual({
    [items[1]]: { album: ALL, sortKey: described?.mediaInfo?.takenAt?.local },
    [items[2]]: { album: ALL, sortKey: '2022-06-04T21:11:00' },
  });
  const jeju = [...albums].find(([, { title }]) => title === '제주')?.[0];
  expect([...(fromApple?.albums ?? [])].sort()).toEqual([ALL, jeju].sort());
  expect(await inspect.count(paths.items(library))).toBe(3);
});
