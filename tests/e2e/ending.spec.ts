import { expect, test } from '@playwright/test';
import { DEMO_PEOPLE, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { button, family, heading, homeOf, peopleOf, rowOf } from './family.ts';
import { furnished } from './furnished.ts';
import { device, leaveAll, signIn } from './visitor.ts';
import { ko } from './words.ts';

test.afterEach(({ browser }) => leaveAll(browser));

const STRANGER = DEMO_PEOPLE.find(({ part }) => part === 'stranger') ?? MOTHER;

test('an owner deletes a library by typing its name and restores it with one tap; a viewer has no control for either', async ({
  browser,
}) => {
  const home = await family();
  const { page: hers } = await device(browser);
  await signIn(hers, MOTHER.name, homeOf(home));
  await expect(heading(hers, home.name)).toBeVisible();
  const { page: ours } = await device(browser);
  await signIn(ours, OWNER.name, homeOf(home));
  await expect(heading(ours, home.name)).toBeVisible();
  await ours.getByRole('link', { name: ko('settings_title') }).click();
  await ours.getByRole('link', { name: ko('library_delete_title') }).click();
  await ours.getByLabel(ko('library_delete_type')).fill('다른 이름');
  await button(ours, ko('library_delete_title')).click();
  await expect(ours.getByText(ko('library_delete_mismatch'))).toBeVisible();
  await ours.getByLabel(ko('library_delete_type')).fill(home.name);
  await button(ours, ko('library_delete_title')).click();
  const ending = /이 보관함은 .+ 삭제돼요/;
  await expect(ours.getByText(ending)).toBeVisible();
  // Actions that a deleted library refuses are hidden.
  await expect(button(ours, ko('album_create'))).toHaveCount(0);
  await expect(hers.getByText(ending)).toBeVisible();
  await expect(button(hers, ko('library_restore'))).toHaveCount(0);
  await button(ours, ko('library_restore')).click();
  await expect(ours.getByText(ending)).toHaveCount(0);
  await expect(button(ours, ko('album_create'))).toBeVisible();
  await expect(hers.getByText(ending)).toHaveCount(0);
  await hers.goto('/settings');
  await expect(button(hers, ko('settings_sign_out'))).toBeVisible();
  await expect(hers.getByRole('link', { name: ko('library_delete_title') })).toHaveCount(0);
});

test('a person deletes their account by typing its address, is signed out and disappears from the library', async ({
  browser,
}) => {
  const home = await furnished({ owner: OWNER, viewers: [STRANGER] });
  const { page: hers } = await device(browser);
  await signIn(hers, STRANGER.name, homeOf(home));
  await expect(heading(hers, home.name)).toBeVisible();
  const { page: ours } = await device(browser);
  await signIn(ours, OWNER.name, peopleOf(home));
  await expect(rowOf(ours, STRANGER.name)).toBeVisible();

  await hers.getByRole('link', { name: ko('settings_title') }).click();
  await hers.getByRole('link', { name: ko('account_delete') }).click();
  await button(hers, ko('account_delete')).click();
  await expect(hers.getByText(ko('account_delete_mismatch'))).toBeVisible();
  await hers.getByLabel(ko('account_delete_type')).fill(STRANGER.address.toUpperCase());
  await button(hers, ko('account_delete')).click();
  await expect(hers).toHaveURL(/sign-in/);
  await expect(rowOf(ours, STRANGER.name)).toHaveCount(0);
  await expect(rowOf(ours, OWNER.name)).toBeVisible();
});
