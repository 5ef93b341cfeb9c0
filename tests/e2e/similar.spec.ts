import { ALL, paths, readItem } from '@maru/model';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { OWNER } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { jpegOf } from '../media/photo.ts';
import { button, closeDevices, signIn } from './app.ts';
import { checkScreen, openStillPage } from './check-screen.ts';
import { createTestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

test('of a photo and its small copy, one or both are kept', async ({ browser }) => {
  test.setTimeout(400_000);
  const { library, album } = await createTestLibrary({ owner: OWNER });
  const person = await signInAs(OWNER.name, { address: OWNER.address });
  const original = await jpegOf({ seed: 3, width: 1600, height: 1066 });
  // As a messenger sends it: without metadata.
  const copy = await sharp(original).resize(800).jpeg({ quality: 60 }).toBuffer();
  const other = await sharp(await jpegOf({ seed: 8 }))
    .rotate(180)
    .jpeg()
    .toBuffer();
  const best = await uploadItem(person, library, original, { fileName: 'IMG_0001.jpg' });
  const small = await uploadItem(person, library, copy, { albums: [ALL, album], fileName: 'KakaoTalk_1.jpg' });
  const third = await uploadItem(person, library, other, { fileName: 'IMG_0002.jpg' });
  for (const item of [best, small, third]) await waitUntilProcessed(library, item);
  await person.close();

  const page = await openStillPage(browser);
  await signIn(page, OWNER, `/l/${library}/all`);
  await expect(page.locator('main [data-item]')).toHaveCount(3);
  await button(page, ko('more')).click();
  await button(page, ko('album_similar')).click();
  const keepButtons = button(page, ko('similar_keep'));
  await expect(keepButtons).toHaveCount(2);
  await expect(page.getByText('IMG_0002.jpg')).toHaveCount(0);
  await expect(page.locator('img.large.loaded')).toHaveCount(2);
  await checkScreen(page, 'similar');

  const suggested = page.getByRole('listitem').filter({ hasText: ko('similar_most_pixels') });
  await expect(suggested).toContainText('IMG_0001.jpg');
  await button(suggested, ko('similar_keep')).click();
  await expect(page.getByText(ko('batch_trash_done', { count: 1 }))).toBeVisible();
  const albums = async () => readItem(await inspect.doc(paths.item(library, best))).albums;
  expect(await albums()).toEqual([ALL, album]);
  await expect(page.getByText(ko('similar_done_title'))).toBeVisible();

  await button(page, ko('undo')).click();
  await expect(keepButtons).toHaveCount(2);
  expect(await albums()).toEqual([ALL]);
  await button(page, ko('similar_keep_all')).click();
  await expect(page.getByText(ko('similar_kept', { count: 2 }))).toBeVisible();
  await page.reload();
  await expect(page.getByText(ko('similar_none_title'))).toBeVisible({ timeout: 60_000 });
});
