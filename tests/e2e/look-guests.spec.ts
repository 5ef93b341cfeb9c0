import { randomInt } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { bring, cameTo } from '../functions/offering.ts';
import { person } from '../harness.ts';
import { jpegOf } from '../media/photo.ts';
import { calm, examine } from './examine.ts';
import { albumAt, furnished, itemAt, type Furnished } from './furnished.ts';
import { paintedCount } from './visitor.ts';
import { en, ko } from './words.ts';

const GUEST = '돌잔치에서 만난 옆집 이모';

let home: Furnished;

const drawn = (taken?: string): Promise<Buffer> =>
  jpegOf({ seed: randomInt(1, 2 ** 31), width: 600, height: 800, ...(taken !== undefined && { taken }) });

/** A library with one accepted and two pending photos of a guest. */
test.beforeAll(async () => {
  test.setTimeout(180_000);
  home = await furnished({ owner: OWNER });
  const { library, album } = home;
  const who = await person(OWNER.name, { address: OWNER.address });
  const guest = await person(GUEST);
  const audience = { kind: 'library' } as const;
  await who.call('setAudience', { library, album, audience, guestsMayAdd: 'yes' });
  const { secret } = await who.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
  await guest.call('redeemInvite', { secret });
  const { item } = await cameTo(library, await bring(guest, home, await drawn('2019:05:03 14:10:00')), 'added');
  if (item) home.items.push(item);
  await who.call('setAudience', { library, album, audience, guestsMayAdd: 'asked' });
  for (let n = 0; n < 2; n += 1) await cameTo(library, await bring(guest, home, await drawn()), 'waiting');
  await Promise.all([who.close(), guest.close()]);
});

for (const [language, say] of [
  ['Korean', ko],
  ['English', en],
] as const) {
  test(`guest screens in ${language} pass axe, clip no text, meet the minimum sizes and do not move`, async ({
    browser,
  }) => {
    test.setTimeout(400_000);
    const page = await calm(browser, say);
    await page.goto(albumAt(home));
    await page.getByRole('button', { name: say('google_sign_in') }).click();
    await page.getByRole('button', { name: OWNER.name }).click();
    await expect(page.getByText(say('submissions_title', { count: 2 }))).toBeVisible();
    await expect.poll(() => paintedCount(page)).toBe(3);
    await examine(page, say, 'offers');
    const leave = say('submission_decline_named', { name: GUEST, kind: say('kind_photo') });
    await page.getByRole('button', { name: leave }).first().click();
    await expect(page.getByText(say('submission_decline_text'))).toBeVisible();
    await examine(page, say, 'offer-leave');
    await page.goto(itemAt(home, 0));
    await expect(page.getByText(say('viewer_guest', { name: GUEST }))).toBeVisible();
    await expect(page.getByRole('button', { name: say('viewer_save', { device: 'computer' }) })).toBeVisible();
    await examine(page, say, 'save');
    await page.context().close();
  });
}
