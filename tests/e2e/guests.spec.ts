import { readFile } from 'node:fs/promises';
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { GuestUploads } from '@maru/model';
import { MOTHER, OWNER } from '../../tools/demo/people.ts';
import { signInAs } from '../harness.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import {
  addFiles,
  button,
  closeDevices,
  decodedCount,
  demoPerson,
  openDevice,
  openTray,
  photoFile,
  signIn,
  stage,
  tiles,
  tray,
  trayRow,
  type Account,
} from './app.ts';
import { en, ko } from './messages.ts';

const GUEST = demoPerson('stranger');

/** The albums that the guest leaves after the test, since other tests expect a stranger. */
let guestAlbums: Pick<TestLibrary, 'library' | 'album'>[] = [];

test.afterEach(async ({ browser }) => {
  await closeDevices(browser);
  const guest = await signInAs(GUEST.name, { address: GUEST.address });
  for (const { library, album } of guestAlbums) await guest.call('leaveAlbum', { library, album });
  guestAlbums = [];
  await guest.close();
});

/** Creates a library with an album that has these guest settings and one guest. */
async function createLibraryWithGuest(guestUploads: GuestUploads, photos = 0): Promise<TestLibrary> {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER], photos });
  const person = await signInAs(OWNER.name, { address: OWNER.address });
  const guest = await signInAs(GUEST.name, { address: GUEST.address });
  const { library, album } = fixture;
  await person.call('setAudience', { library, album, audience: { kind: 'library' }, guestUploads });
  const { secret } = await person.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
  await guest.call('redeemInvite', { secret });
  guestAlbums.push({ library, album });
  await Promise.all([person.close(), guest.close()]);
  return fixture;
}

/** Opens a path on a new device of this person. */
async function openAt(browser: Browser, person: Account, path: string): Promise<Page> {
  const { page } = await openDevice(browser);
  await signIn(page, person, path);
  return page;
}

/** Downloads the original with `press` and returns its name and bytes. */
async function downloadOriginal(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await press();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("a guest's photo is reviewed by the family and then shown to everyone under the guest's name", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const fixture = await createLibraryWithGuest('moderated');
  const theirs = await openAt(browser, GUEST, albumPath(fixture));
  const hers = await openAt(browser, MOTHER, albumPath(fixture));
  const ours = await openAt(browser, OWNER, albumPath(fixture));
  const file = await photoFile('돌잔치.jpg');

  await expect(theirs.getByText(ko('album_empty_text_offer'))).toBeVisible();
  await addFiles(theirs, [file]);
  await expect(tray(theirs).getByText(ko('tray_awaits_review')).first()).toBeVisible({ timeout: 60_000 });
  await openTray(theirs);
  await expect(trayRow(theirs, '돌잔치.jpg').getByText(ko('upload_awaits_review'))).toBeVisible();
  await expect(tiles(theirs)).toHaveCount(0);
  await expect(tiles(hers)).toHaveCount(0);
  await expect(hers.getByText(ko('submissions_title', { count: 1 }))).toHaveCount(0);

  await expect(ours.getByText(ko('submissions_title', { count: 1 }))).toBeVisible();
  await expect(ours.getByText(ko('submission_from', { name: GUEST.name }))).toBeVisible();
  await expect.poll(() => decodedCount(ours)).toBe(1);
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
  const saved = await downloadOriginal(hers, () =>
    stage(hers)
      .getByRole('button', { name: ko('viewer_save', { device: 'computer' }) })
      .click(),
  );
  expect([saved.name, saved.bytes.equals(file.buffer)]).toEqual(['돌잔치.jpg', true]);
});

test('an unmoderated upload is in the album at once; a declined submission is gone for good', async ({ browser }) => {
  test.setTimeout(300_000);
  const fixture = await createLibraryWithGuest('yes');
  const theirs = await openAt(browser, GUEST, albumPath(fixture));
  await addFiles(theirs, [await photoFile('하나.jpg')]);
  await expect(tiles(theirs)).toHaveCount(1, { timeout: 60_000 });
  await expect(tray(theirs).getByText(ko('tray_done_one')).first()).toBeVisible();

  const other = await createLibraryWithGuest('moderated');
  await theirs.goto(albumPath(other));
  await addFiles(theirs, [await photoFile('둘.jpg'), await photoFile('셋.jpg')]);
  const ours = await openAt(browser, OWNER, albumPath(other));
  await expect(ours.getByText(ko('submissions_title', { count: 2 }))).toBeVisible({ timeout: 60_000 });
  const decline = ours.getByRole('button', {
    name: ko('submission_decline_named', { name: GUEST.name, kind: ko('kind_photo') }),
  });
  await decline.first().click();
  const dialog = ours.getByRole('dialog');
  await expect(dialog.getByText(ko('submission_decline_text'))).toBeVisible();
  await dialog.getByRole('button', { name: ko('submission_decline_cancel') }).click();
  await expect(decline).toHaveCount(2);
  await decline.first().click();
  await button(dialog, ko('submission_decline')).click();
  await expect(decline).toHaveCount(1);
  await expect(tiles(ours)).toHaveCount(0);
});

test('an original is downloaded unchanged with the keyboard, in both languages', async ({ browser }) => {
  test.setTimeout(300_000);
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER] });
  const ours = await openAt(browser, OWNER, albumPath(fixture));
  const file = await photoFile("제주 '바다' (1).jpg");
  await addFiles(ours, [file]);
  await expect(tiles(ours)).toHaveCount(1, { timeout: 60_000 });
  const item = await tiles(ours).first().getAttribute('data-item');
  const { page } = await openDevice(browser, { locale: 'en-US' });
  await signIn(page, MOTHER, `${albumPath(fixture)}/${String(item)}`);
  const button = page.getByRole('button', { name: en('viewer_save', { device: 'computer' }) });
  await expect(button).toBeVisible();
  await button.focus();
  const saved = await downloadOriginal(page, () => page.keyboard.press('Enter'));
  // The browser replaces quotes, which not every file system allows.
  expect(saved.name.normalize('NFC')).toMatch(/^제주 .바다. \(1\)\.jpg$/);
  expect(saved.bytes.equals(file.buffer)).toBe(true);
  // The download does not navigate.
  await expect(page.getByRole('region', { name: en('viewer_label') })).toBeVisible();
});
