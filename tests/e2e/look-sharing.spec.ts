import type { Uid } from '@maru/model';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { person, type Person } from '../harness.ts';
import { calm, examine, noteMoves, PHONE } from './examine.ts';
import { albumAt, furnished, type Furnished } from './furnished.ts';
import { newcomer, phoneOf, type Newcomer } from './newcomer.ts';
import { paintedCount } from './visitor.ts';
import { en, ko, type Say } from './words.ts';

const CIRCLE = '엄마 쪽 가족';
const [friend, cousin, guest] = [newcomer('박서연'), newcomer('이모부'), newcomer('고모')];

let home: Furnished;
let owner: Person;
/** Links for anyone, for another address, and used up. */
let links: { open: string; other: string; used: string };

async function comes({ name, address }: Newcomer, secret: string): Promise<void> {
  const one = await person(name, { address });
  await one.call('redeemInvite', { secret });
  await one.close();
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  home = await furnished({ owner: OWNER, viewers: [MOTHER, FATHER], photos: 4 });
  owner = await person(OWNER.name, { address: OWNER.address });
  const { library, album } = home;
  const people: Uid[] = [];
  for (const { name, address } of [MOTHER, FATHER]) {
    const one = await person(name, { address });
    await one.call('onSignIn', {});
    people.push(one.uid as Uid);
    await one.close();
  }
  await owner.call('createCircle', { library, name: CIRCLE, members: people.slice(0, 1) });
  const some = { kind: 'people' as const, people, circles: [] };
  const second = await owner.call('createAlbum', { library, title: '깜짝 잔치', audience: some });
  await owner.call('setAudience', { library, album, audience: some, guestsMayAdd: 'asked' });
  const link = async (ask: { album?: typeof album; uses?: number; for?: string } = {}): Promise<string> =>
    (await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 7, ...ask })).secret;
  const used = await link();
  await comes(friend, used);
  await comes(guest, await link());
  await comes(guest, await link({ album: second.album }));
  await comes(cousin, await link());
  links = { open: await link({ uses: 10 }), other: await link({ for: 'somebody@example.com' }), used };
});
test.afterAll(() => owner.close());

const button = (page: Page, name: string, exact = true) => page.getByRole('button', { name, exact });
const titled = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

/** Opens a still page (see `openStillPage`) whose account picker offers this person. */
async function calmFor(browser: Browser, say: Say, who: Newcomer, userAgent?: string): Promise<Page> {
  const { page, context } = await phoneOf(browser, [who], {
    locale: say === ko ? 'ko-KR' : 'en-US',
    reducedMotion: 'reduce',
    viewport: PHONE,
    isMobile: false,
    hasTouch: false,
    ...(userAgent !== undefined && { userAgent }),
  });
  await context.addInitScript(noteMoves);
  return page;
}

async function come(page: Page, say: Say, { name }: Newcomer): Promise<void> {
  await button(page, say('google_sign_in')).click();
  await button(page, name, false).click();
}

async function sharing(page: Page, say: Say): Promise<void> {
  await page.goto(`${albumAt(home)}/share`);
  await expect(page.getByText(friend.name)).toBeVisible();
  await examine(page, say, 'share');
  await page.getByRole('checkbox', { name: MOTHER.name }).uncheck();
  await button(page, say('share_save')).click();
  await expect(page.getByText(say('share_revoke_text', { names: MOTHER.name }))).toBeVisible();
  await examine(page, say, 'share-less');
  await button(page, say('share_revoke_cancel')).click();
  await button(page, say('share_link')).click();
  await page.getByRole('radio', { name: say('link_reach_many') }).check();
  await examine(page, say, 'share-link');
  await button(page, say('link_create')).click();
  await expect(page.getByRole('img', { name: say('link_qr') }).locator('path')).toHaveCount(1);
  await examine(page, say, 'share-link-made');
  await page.keyboard.press('Escape');
  await page.goto(`/l/${home.library}/all/share`);
  await expect(page.getByRole('radio', { name: say('album_audience_library') })).toBeChecked();
  await examine(page, say, 'share-all');
  await page.goto(`/l/${home.library}/share`);
  await page.getByRole('checkbox', { name: home.title }).check();
  await examine(page, say, 'share-many');
}

async function atALink(browser: Browser, say: Say): Promise<void> {
  const page = await calmFor(browser, say, cousin);
  await page.goto(`/i#${links.open}`);
  await titled(page, say('join_title_guest', { album: home.title }));
  await expect(button(page, say('google_sign_in'))).toBeEnabled();
  await examine(page, say, 'invite');
  await come(page, say, cousin);
  await titled(page, home.title);
  await expect.poll(() => paintedCount(page)).toBe(4);
  await examine(page, say, 'guest-album');
  await page.goto(`/i#${links.open}`);
  await expect(button(page, say('join_submit'))).toBeVisible();
  await examine(page, say, 'invite-signed-in');
  await page.context().close();
}

async function atATrouble(browser: Browser, say: Say): Promise<void> {
  const wrong = newcomer('삼촌');
  const page = await calmFor(browser, say, wrong);
  await page.goto('/i#cut');
  await titled(page, say('join_no_link_title'));
  await examine(page, say, 'invite-cut-short');
  await page.goto('about:blank');
  await page.goto(`/i#${links.used}`);
  await expect(page.getByText(say('join_used'))).toBeVisible();
  await expect(button(page, say('google_sign_in'))).toBeEnabled();
  await examine(page, say, 'invite-used');
  await come(page, say, wrong);
  await expect(page.getByRole('heading', { name: say('access_request_title') })).toBeVisible();
  await examine(page, say, 'invite-used-ask');
  await page.goto('about:blank');
  await page.goto(`/i#${links.other}`);
  await button(page, say('join_submit')).click();
  await titled(page, say('join_wrong_account_title'));
  await examine(page, say, 'invite-wrong');
  await page.context().close();
}

async function insideAnApp(browser: Browser, say: Say): Promise<void> {
  const agent = 'Mozilla/5.0 (Linux; Android 14; SM-S921N; wv) AppleWebKit/537.36 Chrome/129.0.0.0 KAKAOTALK 2410850';
  const page = await calmFor(browser, say, cousin, agent);
  await page.goto(`/i#${links.open}`);
  await titled(page, say('join_title_guest', { album: home.title }));
  await expect(page.getByRole('heading', { name: say('open_in_browser_title') })).toBeVisible();
  await examine(page, say, 'inside-app');
  await page.context().close();
}

async function aGuestOfTwo(browser: Browser, say: Say): Promise<void> {
  const page = await calmFor(browser, say, guest);
  await page.goto(albumAt(home));
  await come(page, say, guest);
  await titled(page, home.title);
  await page.getByRole('link', { name: say('back_to_albums') }).click();
  await titled(page, say('guest_albums_title'));
  await expect(page.getByRole('link', { name: '깜짝 잔치' })).toBeVisible();
  await examine(page, say, 'guest-home');
  await page.getByRole('link', { name: say('settings_title') }).click();
  await expect(page.getByText('깜짝 잔치')).toBeVisible();
  await examine(page, say, 'guest-settings');
  await button(page, say('guest_albums_leave_of', { title: home.title })).click();
  await examine(page, say, 'guest-leave');
  await page.context().close();
}

for (const [language, say] of [
  ['Korean', ko],
  ['English', en],
] as const) {
  test(`sharing screens in ${language} pass axe, clip no text, meet the minimum sizes and do not move`, async ({
    browser,
  }) => {
    test.setTimeout(500_000);
    await test.step('an invite link', () => atALink(browser, say));
    await test.step('an invalid invite link', () => atATrouble(browser, say));
    await test.step('inside an in-app browser', () => insideAnApp(browser, say));
    await test.step('a guest of two albums', () => aGuestOfTwo(browser, say));
    const page = await calm(browser, say);
    await page.goto(albumAt(home));
    await button(page, say('google_sign_in')).click();
    await button(page, OWNER.name, false).click();
    await titled(page, home.title);
    await test.step('audience', () => sharing(page, say));
    await page.context().close();
  });
}
