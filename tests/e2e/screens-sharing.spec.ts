import type { Uid } from '@maru/model';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { signInAs, type Person } from '../harness.ts';
import { openStillPage, checkScreen, recordMotions, PHONE } from './check-screen.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { newPerson, openPhone } from './new-person.ts';
import { decodedCount, signIn, type Account } from './app.ts';
import { ko } from './messages.ts';

const CIRCLE = '엄마 쪽 가족';
const [friend, cousin, guest] = [newPerson('박서연'), newPerson('이모부'), newPerson('고모')];

let fixture: TestLibrary;
let owner: Person;
/** Links for anyone, for another address, and used up. */
let links: { open: string; other: string; used: string };

async function redeem({ name, address }: Account, secret: string): Promise<void> {
  const person = await signInAs(name, { address });
  await person.call('redeemInvite', { secret });
  await person.close();
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER, FATHER], photos: 4 });
  owner = await signInAs(OWNER.name, { address: OWNER.address });
  const { library, album } = fixture;
  const people: Uid[] = [];
  for (const { name, address } of [MOTHER, FATHER]) {
    const person = await signInAs(name, { address });
    await person.call('onSignIn', {});
    people.push(person.uid as Uid);
    await person.close();
  }
  await owner.call('createCircle', { library, name: CIRCLE, members: people.slice(0, 1) });
  const audience = { kind: 'people' as const, people, circles: [] };
  const second = await owner.call('createAlbum', { library, title: '깜짝 잔치', audience: audience });
  await owner.call('setAudience', { library, album, audience: audience, guestUploads: 'moderated' });
  const link = async (overrides: { album?: typeof album; uses?: number; for?: string } = {}): Promise<string> =>
    (await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 7, ...overrides })).secret;
  const used = await link();
  await redeem(friend, used);
  await redeem(guest, await link());
  await redeem(guest, await link({ album: second.album }));
  await redeem(cousin, await link());
  links = { open: await link({ uses: 10 }), other: await link({ for: 'somebody@example.com' }), used };
});
test.afterAll(() => owner.close());

const button = (page: Page, name: string, exact = true) => page.getByRole('button', { name, exact });
const expectTitle = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

/** Opens a still page (see `openStillPage`) whose account picker offers this person. */
async function openStillPhone(browser: Browser, who: Account, userAgent?: string): Promise<Page> {
  const { page, context } = await openPhone(browser, [who], {
    reducedMotion: 'reduce',
    viewport: PHONE,
    isMobile: false,
    hasTouch: false,
    ...(userAgent !== undefined && { userAgent }),
  });
  await context.addInitScript(recordMotions);
  return page;
}

async function signInOn(page: Page, { name }: Account): Promise<void> {
  await button(page, ko('google_sign_in')).click();
  await button(page, name, false).click();
}

async function checkSharing(page: Page): Promise<void> {
  await page.goto(`${albumPath(fixture)}/share`);
  await expect(page.getByText(friend.name)).toBeVisible();
  await checkScreen(page, 'share');
  await page.getByRole('checkbox', { name: MOTHER.name }).uncheck();
  await button(page, ko('share_save')).click();
  await expect(page.getByText(ko('share_revoke_text', { names: MOTHER.name }))).toBeVisible();
  await checkScreen(page, 'share-less');
  await button(page, ko('share_revoke_cancel')).click();
  await button(page, ko('invite_by_link')).click();
  await page.getByText(ko('link_options')).click();
  await page.getByRole('radio', { name: ko('link_reach_many') }).check();
  await checkScreen(page, 'share-link');
  await button(page, ko('link_create')).click();
  await expect(page.getByRole('img', { name: ko('link_qr') }).locator('path')).toHaveCount(1);
  await checkScreen(page, 'share-link-made');
  await page.keyboard.press('Escape');
  await page.goto(`/l/${fixture.library}/all/share`);
  await expect(page.getByRole('radio', { name: ko('album_audience_library') })).toBeChecked();
  await checkScreen(page, 'share-all');
  await page.goto(`/l/${fixture.library}/share`);
  await page.getByRole('checkbox', { name: fixture.title }).check();
  await checkScreen(page, 'share-many');
}

async function checkInviteLink(browser: Browser): Promise<void> {
  const page = await openStillPhone(browser, cousin);
  await page.goto(`/i#${links.open}`);
  await expectTitle(page, ko('join_title_guest', { album: fixture.title }));
  await expect(button(page, ko('google_sign_in'))).toBeEnabled();
  await checkScreen(page, 'invite');
  await signInOn(page, cousin);
  await expectTitle(page, fixture.title);
  await expect.poll(() => decodedCount(page)).toBe(4);
  await checkScreen(page, 'guest-album');
  await page.goto(`/i#${links.open}`);
  await expect(button(page, ko('join_submit'))).toBeVisible();
  await checkScreen(page, 'invite-signed-in');
  await page.context().close();
}

async function checkInvalidLink(browser: Browser): Promise<void> {
  const wrong = newPerson('삼촌');
  const page = await openStillPhone(browser, wrong);
  await page.goto('/i#cut');
  await expectTitle(page, ko('join_no_link_title'));
  await checkScreen(page, 'invite-cut-short');
  await page.goto('about:blank');
  await page.goto(`/i#${links.used}`);
  await expect(page.getByText(ko('join_used'))).toBeVisible();
  await expect(button(page, ko('google_sign_in'))).toBeEnabled();
  await checkScreen(page, 'invite-used');
  await signInOn(page, wrong);
  await expect(page.getByRole('heading', { name: ko('access_request_title') })).toBeVisible();
  await checkScreen(page, 'invite-used-ask');
  await page.goto('about:blank');
  await page.goto(`/i#${links.other}`);
  await button(page, ko('join_submit')).click();
  await expectTitle(page, ko('join_wrong_account_title'));
  await checkScreen(page, 'invite-wrong');
  await page.context().close();
}

async function checkInAppBrowser(browser: Browser): Promise<void> {
  const userAgent =
    'Mozilla/5.0 (Linux; Android 14; SM-S921N; wv) AppleWebKit/537.36 Chrome/129.0.0.0 KAKAOTALK 2410850';
  const page = await openStillPhone(browser, cousin, userAgent);
  await page.goto(`/i#${links.open}`);
  await expectTitle(page, ko('join_title_guest', { album: fixture.title }));
  await expect(page.getByRole('heading', { name: ko('open_in_browser_title') })).toBeVisible();
  await checkScreen(page, 'inside-app');
  await page.context().close();
}

async function checkGuestHome(browser: Browser): Promise<void> {
  const page = await openStillPhone(browser, guest);
  await signIn(page, guest, albumPath(fixture));
  await expectTitle(page, fixture.title);
  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await expectTitle(page, ko('guest_albums_title'));
  await expect(page.getByRole('link', { name: '깜짝 잔치' })).toBeVisible();
  await checkScreen(page, 'guest-home');
  await page.getByRole('link', { name: ko('settings_title') }).click();
  await expectTitle(page, ko('settings_title'));
  await expect(page.getByText('깜짝 잔치')).toBeVisible();
  await checkScreen(page, 'guest-settings');
  await button(page, ko('guest_albums_leave_of', { title: fixture.title })).click();
  await checkScreen(page, 'guest-leave');
  await page.context().close();
}

test('sharing screens pass axe, clip no text, meet the minimum sizes and do not move, in both languages', async ({
  browser,
}) => {
  test.setTimeout(500_000);
  await test.step('an invite link', () => checkInviteLink(browser));
  await test.step('an invalid invite link', () => checkInvalidLink(browser));
  await test.step('inside an in-app browser', () => checkInAppBrowser(browser));
  await test.step('a guest of two albums', () => checkGuestHome(browser));
  const page = await openStillPage(browser);
  await signIn(page, OWNER, albumPath(fixture));
  await expectTitle(page, fixture.title);
  await test.step('audience', () => checkSharing(page));
  await page.context().close();
});
