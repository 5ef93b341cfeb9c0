import { expect, test } from '@playwright/test';
import { FATHER, OWNER } from '../../tools/demo/people.ts';
import { storedInvite } from '../functions/inviting.ts';
import { signInAs } from '../harness.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { expectTitle, openPhone } from './new-person.ts';
import { button, closeDevices, openDevice } from './app.ts';
import { ko } from './messages.ts';

let fixture: TestLibrary;
let secret: string;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  fixture = await createTestLibrary({ owner: OWNER });
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const { library, album } = fixture;
  secret = (await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 7 })).secret;
  await owner.close();
});
test.afterEach(({ browser }) => closeDevices(browser));

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; SM-S921N; wv) AppleWebKit/537.36 Chrome/129.0.0.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148';
for (const [app, userAgent, expectedLink] of [
  ['kakaotalk', `${ANDROID};KAKAOTALK 2410850`, /^kakaotalk:\/\/web\/openExternal\?url=/],
  [
    'naver',
    `${ANDROID} NAVER(inapp; search; 2000; 12.6.3)`,
    /^intent:\/\/.*#Intent;scheme=http;package=com\.android\.chrome;end$/,
  ],
  ['instagram', `${IPHONE} Instagram 337.0.3.23.54`, /^x-safari-http:\/\//],
] as const) {
  test(`inside ${app} the page offers no sign-in but leads to a browser, and keeps the invite link`, async ({
    browser,
  }) => {
    const { page, context } = await openPhone(browser, [FATHER], { userAgent });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`/i#${secret}`);
    await expectTitle(page, ko('join_title_guest', { album: fixture.title }));
    await expect(page.getByRole('heading', { name: ko('open_in_browser_title') })).toBeVisible();
    await expect(button(page, ko('google_sign_in'))).toHaveCount(0);
    const href = await page.locator('section a').getAttribute('href');
    expect(href).toMatch(expectedLink);
    expect(decodeURIComponent(href ?? '')).toContain(`/i#${secret}`);
    // The app's own "open in Safari" passes the address on unchanged.
    expect(page.url()).toContain(`/i#${secret}`);
    await button(page, ko('link_copy')).tap();
    await expect(
      page.getByText(ko('open_in_browser_copied', { browser: userAgent.includes('Android') ? 'Chrome' : 'Safari' })),
    ).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());

    await page.goto(albumPath(fixture));
    await expect(page.getByRole('heading', { name: ko('open_in_browser_title') })).toBeVisible();
    await expect(button(page, ko('google_sign_in'))).toHaveCount(0);
    expect(decodeURIComponent((await page.locator('section a').getAttribute('href')) ?? '')).toContain(
      albumPath(fixture),
    );
    expect((await storedInvite(secret)).usedBy).toEqual([]);
  });
}

test('a browser that is too old shows what to update, and on a TV what to do instead, in place of the app', async ({
  browser,
}) => {
  const { page } = await openDevice(browser);
  await page.goto('/sign-in');
  await expect(button(page, ko('google_sign_in'))).toBeVisible();
  const [old, oldTv] = [page.getByText('This browser is too old'), page.getByText("This TV's browser is too old")];
  for (const text of [old, oldTv]) await expect(text).toBeHidden();
  await page.addInitScript(() => Reflect.deleteProperty(Array.prototype, 'toSorted'));
  await page.reload();
  await expect(page.getByText('iOS를 업데이트하고')).toBeVisible();
  await expect(old).toBeVisible();
  await expect(oldTv).toBeHidden();
  await expect(button(page, ko('google_sign_in'))).toBeHidden();
  await page.goto('/tv');
  await expect(page.getByText('화면 미러링')).toBeVisible();
  await expect(oldTv).toBeVisible();
  await expect(old).toBeHidden();
});
