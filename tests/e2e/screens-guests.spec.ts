import { randomInt } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { submitFile, waitForState } from '../functions/submitting.ts';
import { signInAs } from '../harness.ts';
import { jpegOf } from '../media/photo.ts';
import { openStillPage, checkScreen } from './check-screen.ts';
import { albumPath, createTestLibrary, itemPath, type TestLibrary } from './library-fixture.ts';
import { decodedCount, signIn } from './app.ts';
import { ko } from './messages.ts';

const GUEST = '돌잔치에서 만난 옆집 이모';

let fixture: TestLibrary;

const createPhoto = (takenAt?: string): Promise<Buffer> =>
  jpegOf({ seed: randomInt(1, 2 ** 31), width: 600, height: 800, ...(takenAt !== undefined && { takenAt }) });

/** A library with one accepted and two pending photos of a guest. */
test.beforeAll(async () => {
  test.setTimeout(180_000);
  fixture = await createTestLibrary({ owner: OWNER });
  const { library, album } = fixture;
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const guest = await signInAs(GUEST);
  const audience = { kind: 'library' } as const;
  await owner.call('setAudience', { library, album, audience, guestUploads: 'yes' });
  const { secret } = await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
  await guest.call('redeemInvite', { secret });
  const { item } = await waitForState(
    library,
    await submitFile(guest, fixture, await createPhoto('2019:05:03 14:10:00')),
    'added',
  );
  if (item) fixture.items.push(item);
  await owner.call('setAudience', { library, album, audience, guestUploads: 'moderated' });
  for (let n = 0; n < 2; n += 1)
    await waitForState(library, await submitFile(guest, fixture, await createPhoto()), 'pending');
  await Promise.all([owner.close(), guest.close()]);
});

test('guest screens pass axe, clip no text, meet the minimum sizes and do not move, in both languages', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const page = await openStillPage(browser);
  await signIn(page, OWNER, albumPath(fixture));
  await expect(page.getByText(ko('submissions_title', { count: 2 }))).toBeVisible();
  await expect.poll(() => decodedCount(page)).toBe(3);
  await checkScreen(page, 'offers');
  const decline = ko('submission_decline_named', { name: GUEST, kind: ko('kind_photo') });
  await page.getByRole('button', { name: decline }).first().click();
  await expect(page.getByText(ko('submission_decline_text'))).toBeVisible();
  await checkScreen(page, 'offer-leave');
  await page.goto(itemPath(fixture, 0));
  await expect(page.getByText(ko('viewer_guest', { name: GUEST }))).toBeVisible();
  await expect(page.getByRole('button', { name: ko('viewer_save', { device: 'computer' }) })).toBeVisible();
  await checkScreen(page, 'save');
  await page.context().close();
});
