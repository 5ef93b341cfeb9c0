import { readFile } from 'node:fs/promises';
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { GuestUploads } from '@maru/model';
import { MOTHER, OWNER } from '../../tools/demo/people.ts';
import { person } from '../harness.ts';
import { jpegOf } from '../media/photo.ts';
import { albumAt, furnished, type Furnished } from './furnished.ts';
import {
  add,
  demoPerson,
  device,
  leaveAll,
  openTray,
  paintedCount,
  rowOf,
  signIn,
  stage,
  tiles,
  tray,
  type Picked,
} from './visitor.ts';
import { en, ko } from './words.ts';

const GUEST = demoPerson('stranger');

/** The albums that the guest leaves after the test, since other tests expect a stranger. */
let visits: Pick<Furnished, 'library' | 'album'>[] = [];

test.afterEach(async ({ browser }) => {
  await leaveAll(browser);
  const guest = await person(GUEST.name, { address: GUEST.address });
  for (const { library, album } of visits) await guest.call('leaveAlbum', { library, album });
  visits = [];
  await guest.close();
});

/** Creates a library with an album that has these guest settings and one guest. */
async function withGuest(guestsMayAdd: GuestUploads, photos = 0): Promise<Furnished> {
  const home = await furnished({ owner: OWNER, viewers: [MOTHER], photos });
  const who = await person(OWNER.name, { address: OWNER.address });
  const guest = await person(GUEST.name, { address: GUEST.address });
  const { library, album } = home;
  await who.call('setAudience', { library, album, audience: { kind: 'library' }, guestsMayAdd });
  const { secret } = await who.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
  await guest.call('redeemInvite', { secret });
  visits.push({ library, album });
  await Promise.all([who.close(), guest.close()]);
  return home;
}

const photo = async (name: string): Promise<Picked> => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await jpegOf({ seed: Math.floor(Math.random() * 2 ** 31), width: 900, height: 700 }),
});

/** Opens a path on a new device of this person. */
async function looking(browser: Browser, who: { name: string }, at: string): Promise<Page> {
  const { page } = await device(browser);
  await signIn(page, who.name, at);
  return page;
}

/** Downloads the original with `press` and returns its name and bytes. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await press();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("a guest's photo is reviewed by the family and then shown to everyone under the guest's name", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const home = await withGuest('asked');
  const theirs = await looking(browser, GUEST, albumAt(home));
  const hers = await looking(browser, MOTHER, albumAt(home));
  const ours = await looking(browser, OWNER, albumAt(home));
  const file = await photo('돌잔치.jpg');

  await expect(theirs.getByText(ko('album_empty_text_offer'))).toBeVisible();
  await add(theirs, [file]);
  await expect(tray(theirs).getByText(ko('tray_awaits_review')).first()).toBeVisible({ timeout: 60_000 });
  await openTray(theirs);
  await expect(rowOf(theirs, '돌잔치.jpg').getByText(ko('upload_awaits_review'))).toBeVisible();
  await expect(tiles(theirs)).toHaveCount(0);
  await expect(tiles(hers)).toHaveCount(0);
  await expect(hers.getByText(ko('submissions_title', { count: 1 }))).toHaveCount(0);

  await expect(ours.getByText(ko('submissions_title', { count: 1 }))).toBeVisible();
  await expect(ours.getByText(ko('submission_from', { name: GUEST.name }))).toBeVisible();
  await expect.poll(() => paintedCount(ours)).toBe(1);
  await ours
    .getByRole('button', { name: ko('submission_accept_named', { name: GUEST.name, kind: ko('kind_photo') }) })
    .click();
  await expect(ours.getByText(ko('submissions_title', { count: 1 }))).toHaveCount(0);

  for (const page of [hers, theirs]) {
    await expect(tiles(page)).toHaveCount(1);
    await tiles(page).first().click();
    await expect(stage(page).getByText(ko('viewer_guest', { name: GUEST.name }))).toBeVisible();
  }
  await expect(stage(theirs).getByRole('button', { name: ko('viewer_save', { device: 'computer' }) })).toHaveCount(0);
  const kept = await saved(hers, () =>
    stage(hers)
      .getByRole('button', { name: ko('viewer_save', { device: 'computer' }) })
      .click(),
  );
  expect([kept.name, kept.bytes.equals(file.buffer)]).toEqual(['돌잔치.jpg', true]);
});

test('an unmoderated upload is in the album at once; a declined submission is gone for good', async ({ browser }) => {
  test.setTimeout(300_000);
  const home = await withGuest('yes');
  const theirs = await looking(browser, GUEST, albumAt(home));
  await add(theirs, [await photo('하나.jpg')]);
  await expect(tiles(theirs)).toHaveCount(1, { timeout: 60_000 });
  await expect(tray(theirs).getByText(ko('tray_done_one')).first()).toBeVisible();

  const other = await withGuest('asked');
  await theirs.goto(albumAt(other));
  await add(theirs, [await photo('둘.jpg'), await photo('셋.jpg')]);
  const ours = await looking(browser, OWNER, albumAt(other));
  await expect(ours.getByText(ko('submissions_title', { count: 2 }))).toBeVisible({ timeout: 60_000 });
  const leave = ours.getByRole('button', {
    name: ko('submission_decline_named', { name: GUEST.name, kind: ko('kind_photo') }),
  });
  await leave.first().click();
  const asked = ours.getByRole('dialog');
  await expect(asked.getByText(ko('submission_decline_text'))).toBeVisible();
  await asked.getByRole('button', { name: ko('submission_decline_cancel') }).click();
  await expect(leave).toHaveCount(2);
  await leave.first().click();
  await asked.getByRole('button', { name: ko('submission_decline'), exact: true }).click();
  await expect(leave).toHaveCount(1);
  await expect(tiles(ours)).toHaveCount(0);
});

test('an original is downloaded unchanged with the keyboard, in both languages', async ({ browser }) => {
  test.setTimeout(300_000);
  const home = await furnished({ owner: OWNER, viewers: [MOTHER] });
  const ours = await looking(browser, OWNER, albumAt(home));
  const file = await photo("제주 '바다' (1).jpg");
  await add(ours, [file]);
  await expect(tiles(ours)).toHaveCount(1, { timeout: 60_000 });
  const item = await tiles(ours).first().getAttribute('data-item');
  const { page } = await device(browser, { locale: 'en-US' });
  await page.goto(`${albumAt(home)}/${String(item)}`);
  await page.getByRole('button', { name: en('google_sign_in') }).click();
  await page.getByRole('button', { name: MOTHER.name }).click();
  const button = page.getByRole('button', { name: en('viewer_save', { device: 'computer' }) });
  await expect(button).toBeVisible();
  await button.focus();
  const kept = await saved(page, () => page.keyboard.press('Enter'));
  // The browser replaces quotes, which not every file system allows.
  expect(kept.name.normalize('NFC')).toMatch(/^제주 .바다. \(1\)\.jpg$/);
  expect(kept.bytes.equals(file.buffer)).toBe(true);
  // The download does not navigate.
  await expect(page.getByRole('region', { name: en('viewer_label') })).toBeVisible();
});
