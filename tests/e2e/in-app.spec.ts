import { expect, test, type Page } from '@playwright/test';
import { FATHER, OWNER } from '../../tools/demo/people.ts';
import { heldBy } from '../functions/linking.ts';
import { person } from '../harness.ts';
import { albumAt, furnished, type Furnished } from './furnished.ts';
import { expectTitle, phoneOf } from './newcomer.ts';
import { leaveAll } from './visitor.ts';
import { ko } from './words.ts';

let home: Furnished;
let secret: string;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  home = await furnished({ owner: OWNER });
  const owner = await person(OWNER.name, { address: OWNER.address });
  const { library, album } = home;
  secret = (await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 7 })).secret;
  await owner.close();
});
test.afterEach(({ browser }) => leaveAll(browser));

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; SM-S921N; wv) AppleWebKit/537.36 Chrome/129.0.0.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148';
for (const [app, userAgent, way] of [
  ['kakaotalk', `${ANDROID};KAKAOTALK 2410850`, /^kakaotalk:\/\/web\/openExternal\?url=/],
  [
    'naver',
    `${ANDROID} NAVER(inapp; search; 2000; 12.6.3)`,
    /^intent:\/\/.*#Intent;scheme=http;package=com\.android\.chrome;end$/,
  ],
  ['instagram', `${IPHONE} Instagram 337.0.3.23.54`, /^x-safari-http:\/\//],
  ['facebook', `${IPHONE} [FBAN/FBIOS;FBAV/480.0.0.0]`, /^x-safari-http:\/\//],
] as const) {
  test(`inside ${app} the page offers no sign-in but leads to a browser, and keeps the invite link`, async ({
    browser,
  }) => {
    const { page, context } = await phoneOf(browser, [FATHER], { userAgent });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`/i#${secret}`);
    await expectTitle(page, ko('join_title_guest', { album: home.title }));
    await expect(page.getByRole('heading', { name: ko('open_in_browser_title') })).toBeVisible();
    await expect(button(page, ko('google_sign_in'))).toHaveCount(0);
    const href = await page.locator('section a').getAttribute('href');
    expect(href).toMatch(way);
    expect(decodeURIComponent(href ?? '')).toContain(`/i#${secret}`);
    // The app's own "open in Safari" passes the address on unchanged.
    expect(page.url()).toContain(`/i#${secret}`);
    await button(page, ko('link_copy')).tap();
    await expect(
      page.getByText(ko('open_in_browser_copied', { browser: userAgent.includes('Android') ? 'Chrome' : 'Safari' })),
    ).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());

    await page.goto(albumAt(home));
    await expect(page.getByRole('heading', { name: ko('open_in_browser_title') })).toBeVisible();
    await expect(button(page, ko('google_sign_in'))).toHaveCount(0);
    expect(decodeURIComponent((await page.locator('section a').getAttribute('href')) ?? '')).toContain(albumAt(home));
    expect((await heldBy(secret)).usedBy).toEqual([]);
  });
}
