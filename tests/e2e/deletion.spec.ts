import { expect, test } from '@playwright/test';
import { MOTHER, OWNER } from '../../tools/demo/people.ts';
import { createFamily, createTestLibrary, libraryPath, peoplePath } from './library-fixture.ts';
import { button, closeDevices, demoPerson, heading, listItem, openDevice, signIn } from './app.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

const STRANGER = demoPerson('stranger');

test('an owner deletes a library by typing its name and restores it with one tap; a viewer has no control for either', async ({
  browser,
}) => {
  const fixture = await createFamily();
  const { page: hers } = await openDevice(browser);
  await signIn(hers, MOTHER, libraryPath(fixture));
  await expect(heading(hers, fixture.name)).toBeVisible();
  const { page: ours } = await openDevice(browser);
  await signIn(ours, OWNER, libraryPath(fixture));
  await expect(heading(ours, fixture.name)).toBeVisible();
  await ours.getByRole('link', { name: ko('settings_title') }).click();
  await ours.getByRole('link', { name: ko('library_delete_title') }).click();
  await ours.getByLabel(ko('library_delete_type')).fill('다른 이름');
  await button(ours, ko('library_delete_title')).click();
  await expect(ours.getByText(ko('library_delete_mismatch'))).toBeVisible();
  await ours.getByLabel(ko('library_delete_type')).fill(fixture.name);
  await button(ours, ko('library_delete_title')).click();
  const deletionNotice = /이 보관함은 .+ 삭제돼요/;
  await expect(ours.getByText(deletionNotice)).toBeVisible();
  // Actions that a deleted library refuses are hidden.
  await expect(button(ours, ko('album_create'))).toHaveCount(0);
  await expect(hers.getByText(deletionNotice)).toBeVisible();
  await expect(button(hers, ko('library_restore'))).toHaveCount(0);
  await button(ours, ko('library_restore')).click();
  await expect(ours.getByText(deletionNotice)).toHaveCount(0);
  await expect(button(ours, ko('album_create'))).toBeVisible();
  await expect(hers.getByText(deletionNotice)).toHaveCount(0);
  await hers.goto('/settings');
  await expect(button(hers, ko('settings_sign_out'))).toBeVisible();
  await expect(hers.getByRole('link', { name: ko('library_delete_title') })).toHaveCount(0);
});

test('a person deletes their account by typing its address, is signed out and disappears from the library', async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [STRANGER] });
  const { page: hers } = await openDevice(browser);
  await signIn(hers, STRANGER, libraryPath(fixture));
  await expect(heading(hers, fixture.name)).toBeVisible();
  const { page: ours } = await openDevice(browser);
  await signIn(ours, OWNER, peoplePath(fixture));
  await expect(listItem(ours, STRANGER.name)).toBeVisible();

  await hers.getByRole('link', { name: ko('settings_title') }).click();
  await hers.getByRole('link', { name: ko('account_delete') }).click();
  await button(hers, ko('account_delete')).click();
  await expect(hers.getByText(ko('account_delete_mismatch'))).toBeVisible();
  await hers.getByLabel(ko('account_delete_type')).fill(STRANGER.address.toUpperCase());
  await button(hers, ko('account_delete')).click();
  await expect(hers).toHaveURL(/sign-in/);
  await expect(listItem(ours, STRANGER.name)).toHaveCount(0);
  await expect(listItem(ours, OWNER.name)).toBeVisible();
});
