import { originalName, paths, readItem } from '@maru/model';
import { expect, test } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { idOfBytes, uniqueJpeg, waitUntilProcessed } from '../functions/uploading.ts';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { writeSparseZip } from '../media/sparse-zip.ts';
import { GOOGLE, itemJson, YEAR } from '../media/takeout.ts';
import { button, closeDevices, openDevice, signIn, tray } from './app.ts';
import { createTestLibrary, libraryPath } from './library-fixture.ts';
import { watchMemory } from './memory.ts';
import { ko } from './messages.ts';
import { previewRow, withoutHandles, zipInput } from './takeout-page.ts';

/** What is no photo in the export is not read; the directory and the last photos lie behind it, beyond 4 GiB. */
const HOLE_BYTES = 5_000_000_000;
/** The app itself needs about 20 MB. */
const MAX_MEMORY = 200 << 20;

test.afterEach(({ browser }) => closeDevices(browser));

test('a ZIP of 5 GB is imported in bounded memory, also after its tab was closed half-way, each photo once', async ({
  browser,
}, testInfo) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { library } = fixture;
  const photos = await Promise.all([1, 2, 3, 4].map(() => uniqueJpeg()));
  const items = photos.map(idOfBytes);
  const files = photos.flatMap((photo, n) => {
    const name = `${String(n)}.jpg`;
    const json = Buffer.from(itemJson(name, { description: `사진 ${name}` }));
    return [
      [`${YEAR}/${name}`, photo],
      [`${YEAR}/${name}.supplemental-metadata.json`, json],
    ] as const;
  });
  const zip = testInfo.outputPath('takeout-20240712T112341Z-001.zip');
  await writeSparseZip(zip, [...files.slice(0, 4), [`${GOOGLE}/backup.bin`, HOLE_BYTES], ...files.slice(4)]);

  const { context, page } = await openDevice(browser);
  const sessions: string[] = [];
  context.on('request', (request) => {
    const command = request.headers()['x-goog-upload-command'];
    if (command === 'start') sessions.push(new URL(request.url()).searchParams.get('name') ?? '');
  });
  await withoutHandles(page);
  await signIn(page, OWNER, `${libraryPath(fixture)}/import`);
  await expect(page.getByText(ko('takeout_text'))).toBeVisible();
  const peak = await watchMemory(page);
  await zipInput(page).setInputFiles(zip);
  await expect(previewRow(page, ko('takeout_captioned'))).toContainText('4');
  // One photo before and one after 4 GiB arrive before the tab is closed.
  const early = [...items.slice(0, 1), ...items.slice(-1)].map((item) => originalName(library, item));
  await page.route('**/v0/b/**', async (route) => {
    const name = new URL(route.request().url()).searchParams.get('name') ?? '';
    if (early.includes(name)) await route.continue();
  });
  await button(page, ko('takeout_start')).click();
  const { originals } = useEmulators().buckets;
  const stored = async () => (await inspect.objects(originals, `originals/${library}/`)).map(({ name }) => name).sort();
  await expect.poll(stored).toEqual([...early].sort());
  expect(await peak()).toBeLessThan(MAX_MEMORY);
  await page.close();

  sessions.length = 0;
  const again = await context.newPage();
  await withoutHandles(again);
  await again.goto(`${libraryPath(fixture)}/import`);
  const peakAgain = await watchMemory(again);
  // As if for a new import.
  await again.getByLabel(ko('takeout_pick'), { exact: true }).setInputFiles(zip);
  await expect(again.getByText(ko('takeout_continued'))).toBeVisible();
  for (const item of items) await waitUntilProcessed(library, item);
  expect(await peakAgain()).toBeLessThan(MAX_MEMORY);
  expect(await stored()).toEqual(items.map((item) => originalName(library, item)).sort());
  await expect(tray(again)).toContainText(ko('tray_done', { total: 4 }));
  expect(sessions).toEqual(expect.not.arrayContaining(early));
  const found = [...(await inspect.docs(paths.items(library))).values()].map((value) => readItem(value));
  expect(found.map(({ state, mediaInfo }) => [state, mediaInfo?.caption]).sort()).toEqual(
    photos.map((_, n) => ['ready', `사진 ${String(n)}.jpg`]),
  );
});
