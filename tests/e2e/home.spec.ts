import { expect, test } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { signInAs } from '../harness.ts';
import { findDefects } from './layout-defects.ts';
import { createTestLibrary } from './library-fixture.ts';
import { chooseAccount, COLD_START_MS, newPerson, openPhone } from './new-person.ts';
import { layoutShift } from './layout-shift.ts';
import { closeDevices } from './app.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

test('home does not shift when its person is added to another library', async ({ browser }) => {
  const mother = newPerson('엄마');
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [mother] });
  const { page } = await openPhone(browser, [mother]);
  await page.goto(`/l/${fixture.library}`);
  await page.getByRole('button', { name: ko('google_sign_in') }).tap();
  await chooseAccount(page, mother);
  await expect(page.getByRole('link', { name: fixture.title })).toBeVisible({ timeout: COLD_START_MS });
  await page.reload();
  await expect(page.getByRole('link', { name: fixture.title })).toBeVisible();
  const others = page.getByRole('link', { name: ko('library_switch') });
  await expect(others).toHaveCount(0);

  await createTestLibrary({ owner: OWNER, viewers: [mother] });
  const elsewhere = await signInAs(mother.name, { address: mother.address });
  await elsewhere.call('onSignIn', {});
  await expect(others).toBeVisible();
  expect(await layoutShift(page)).toBe(0);
  expect(await findDefects(page)).toEqual([]);
  await elsewhere.close();
});
