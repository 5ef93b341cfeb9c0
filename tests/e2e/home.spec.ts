import { expect, test } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { person } from '../harness.ts';
import { flawsOf } from './flaws.ts';
import { furnished } from './furnished.ts';
import { choose, FIRST_MS, newcomer, phoneOf } from './newcomer.ts';
import { shifts } from './shifts.ts';
import { leaveAll } from './visitor.ts';
import { ko } from './words.ts';

test.afterEach(({ browser }) => leaveAll(browser));

test('home does not shift when its person is added to another library', async ({ browser }) => {
  const mother = newcomer('엄마');
  const home = await furnished({ owner: OWNER, viewers: [mother] });
  const { page } = await phoneOf(browser, [mother]);
  await page.goto(`/l/${home.library}`);
  await page.getByRole('button', { name: ko('google_sign_in') }).tap();
  await choose(page, mother);
  await expect(page.getByRole('link', { name: home.title })).toBeVisible({ timeout: FIRST_MS });
  await page.reload();
  await expect(page.getByRole('link', { name: home.title })).toBeVisible();
  const others = page.getByRole('link', { name: ko('library_switch') });
  await expect(others).toHaveCount(0);

  await furnished({ owner: OWNER, viewers: [mother] });
  const elsewhere = await person(mother.name, { address: mother.address });
  await elsewhere.call('onSignIn', {});
  await expect(others).toBeVisible();
  expect(await shifts(page)).toBe(0);
  expect(await flawsOf(page)).toEqual([]);
  await elsewhere.close();
});
