import { paths, type ApiRequest, type Uid } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { FATHER, OWNER } from '../../tools/demo/people.ts';
import { heldBy, inviteIdOf } from '../functions/linking.ts';
import { person, useEmulators, type Person } from '../harness.ts';
import { adminOf } from '../harness/inspect.ts';
import { albumAt, furnished, type Furnished } from './furnished.ts';
import { asApple, asInstalled, startUrlOf } from './home-screen.ts';
import { choose, countTaps, expectTitle, FIRST_MS, newcomer, overhear, phoneOf, type Newcomer } from './newcomer.ts';
import { leaveAll, paintedCount } from './visitor.ts';
import { ko } from './words.ts';

let home: Furnished;
let owner: Person;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  home = await furnished({ owner: OWNER, photos: 2 });
  owner = await person(OWNER.name, { address: OWNER.address });
});
test.afterAll(() => owner.close());
test.afterEach(({ browser }) => leaveAll(browser));

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const bar = (page: Page) => page.getByRole('navigation', { name: ko('nav_label') });

async function uidOf({ name, address }: Newcomer): Promise<Uid> {
  const one = await person(name, { address });
  await one.close();
  return one.uid as Uid;
}

/** Creates an invite link, by default for one guest of the album and seven days; returns its secret. */
async function link({
  isOfNone,
  ...ask
}: Partial<ApiRequest<'createInviteLink'>> & { isOfNone?: true } = {}): Promise<string> {
  const { library, album } = home;
  const of = isOfNone ? {} : { album };
  return (await owner.call('createInviteLink', { library, as: 'guest', ...of, uses: 1, days: 7, ...ask })).secret;
}

for (const as of ['guest', 'viewer'] as const) {
  test(`a ${as} gets from the link to the album in at most three taps, and again from the icon of the installed app`, async ({
    browser,
  }) => {
    const who = newcomer('이모');
    const secret = await link({ as });
    let start = '';

    await test.step('the link shows where it leads and is not redeemed yet', async () => {
      const { page, context } = await phoneOf(browser, [who]);
      await asApple(context);
      const heard = overhear(context);
      const taps = await countTaps(page);
      await page.goto(`/i#${secret}`);
      const title = as === 'guest' ? ko('join_title_guest', { album: home.title }) : undefined;
      await expectTitle(page, title ?? ko('join_title_member', { library: home.name }));
      await expect(page.getByText(OWNER.name)).toBeVisible();
      expect(page.url()).toMatch(/\/i$/);
      expect((await heldBy(secret)).usedBy).toEqual([]);
      // The state survives a reload, as it must for Google's redirect.
      await page.reload();
      await expectTitle(page, title ?? ko('join_title_member', { library: home.name }));

      await button(page, ko('google_sign_in')).tap();
      await choose(page, who);
      await expectTitle(page, home.title);
      await expect(page).toHaveURL(new RegExp(`${albumAt(home)}$`));
      await expect.poll(() => paintedCount(page)).toBe(2);
      console.log(`from the link to the album as a ${as}: ${String(taps.length)} tap(s) in Maru: ${taps.join(', ')}`);
      expect(taps).toEqual([ko('google_sign_in')]);
      expect((await heldBy(secret)).usedBy.map(({ name }) => name)).toEqual([who.name]);
      expect(heard.filter((one) => one.toLowerCase().includes(secret))).toEqual([]);
      expect(
        await page.evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])),
      ).not.toContain(secret);
      start = await startUrlOf(page);
      expect(heard.filter((one) => one.includes(encodeURIComponent(who.address)))).toEqual([]);
    });

    await test.step('the installed app starts empty: one button with their name leads to the album of the invite', async () => {
      const { page, context } = await phoneOf(browser, [who]);
      await asInstalled(context);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      const taps = await countTaps(page);
      const named = ko('signin_as', { name: who.name });
      await page.goto(start);
      await expect(button(page, named)).toBeVisible();
      expect(page.url()).not.toContain('#');
      await button(page, named).tap();
      await choose(page, who);
      await expectTitle(page, home.title);
      await expect.poll(() => paintedCount(page)).toBe(2);
      console.log(`from the icon to the album as a ${as}: ${String(taps.length)} tap(s) in Maru: ${taps.join(', ')}`);
      expect(taps).toEqual([named]);
      expect(asked.filter((path) => path === '/i' || path === '/api/redeemInvite')).toEqual([]);
    });
  });
}

test('a guest sees one album and nothing else, and home returns to it', async ({ browser }) => {
  const who = newcomer('친구');
  const secret = await link();
  const { page } = await phoneOf(browser, [who]);
  await page.goto(`/i#${secret}`);
  await button(page, ko('google_sign_in')).tap();
  await choose(page, who);
  await expectTitle(page, home.title);
  await expect(page.getByText(ko('audience_as_guest'))).toBeVisible();
  await expect(bar(page)).toHaveCount(0);
  await expect(page.getByRole('link', { name: ko('share_open') })).toHaveCount(0);
  await expect(page.getByRole('link', { name: ko('back_to_albums') })).toHaveCount(0);

  await page
    .getByRole('button', { name: new RegExp(`^${ko('kind_photo')}`) })
    .first()
    .tap();
  await expect(page.getByRole('region', { name: ko('viewer_label') })).toBeVisible();
  await button(page, ko('viewer_back')).tap();
  await expectTitle(page, home.title);

  for (const path of ['', '/all', '/people', '/share', '/people/guests']) {
    await page.goto(`/l/${home.library}${path}`);
    await expect(page.getByText(ko('no_access_title')), path).toBeVisible();
    await expect(bar(page)).toHaveCount(0);
    await expect(page.locator('main img[src*="%2Fgrid?"]')).toHaveCount(0);
  }
  await page.goto(`${albumAt(home)}/share`);
  await expect(page.getByRole('radio')).toHaveCount(0);
  await page.goto('/');
  await expectTitle(page, home.title);
});

test('the join page names the signed-in account, joins with one tap and switches accounts', async ({ browser }) => {
  const [wrong, right] = [newcomer('아빠'), newcomer('엄마')];
  const secret = await link({ as: 'viewer', for: right.address });
  const { page } = await phoneOf(browser, [wrong, right]);
  await page.goto('/');
  await button(page, ko('google_sign_in')).tap();
  await choose(page, wrong);
  await expect(page.getByText(ko('home_not_invited_title'))).toBeVisible();

  await page.goto(`/i#${secret}`);
  await expectTitle(page, ko('join_title_member', { library: home.name }));
  await expect(page.getByText(wrong.address)).toBeVisible();
  expect((await heldBy(secret)).usedBy).toEqual([]);
  await button(page, ko('join_submit')).tap();
  await expectTitle(page, ko('join_wrong_account_title'));
  await expect(page.getByText(ko('join_wrong_account', { address: wrong.address }))).toBeVisible();
  expect((await heldBy(secret)).usedBy).toEqual([]);
  await button(page, ko('account_switch')).tap();
  await choose(page, right);
  await expectTitle(page, home.title);
  expect((await heldBy(secret)).usedBy.map(({ name }) => name)).toEqual([right.name]);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBeGreaterThan(0);
});

test('an expired, used, revoked or truncated link explains itself and offers one next step', async ({ browser }) => {
  test.setTimeout(180_000);
  const [first, second] = [newcomer('고모'), newcomer('삼촌')];
  const { db } = adminOf(useEmulators());
  const over = await link();
  await db.doc(paths.invite(inviteIdOf(over))).update({ until: new Date(Date.now() - 1000) });
  const back = await link();
  await owner.call('revokeInvite', { library: home.library, invite: inviteIdOf(back) });
  const used = await link();
  const came = await person(first.name, { address: first.address });
  await came.call('redeemInvite', { secret: used });
  await came.close();

  const { page } = await phoneOf(browser, [first, second]);
  // Only the fragment changes, which must count as another link.
  const open = (secret: string) => page.goto(`/i#${secret}`);
  await open(back);
  await expect(page.getByText(ko('join_not_found'))).toBeVisible();
  await expect(page.getByRole('link', { name: ko('join_open_maru') })).toBeVisible();
  await open(over);
  await expect(page.getByText(ko('join_expired'))).toBeVisible();
  await expect(page.getByText(home.name)).toHaveCount(0);
  await open(used);
  await expect(page.getByText(ko('join_used'))).toBeVisible();
  await expect(page.getByText(ko('join_before'))).toBeVisible();
  await expect(page.getByText(home.title)).toHaveCount(0);

  await test.step('someone who has no access requests it from there', async () => {
    await button(page, ko('google_sign_in')).tap();
    await choose(page, second);
    await expect(page.getByRole('heading', { name: ko('access_request_title') })).toBeVisible();
    await button(page, ko('access_request_send')).tap();
    await expect(page.getByText(ko('access_request_sent_title'))).toBeVisible({ timeout: FIRST_MS });
    const { asks } = await owner.call('listAccessRequests', {});
    expect(asks.filter(({ library, name }) => library === home.library && name === second.name)).toHaveLength(1);
  });

  await test.step('someone who joined with it returns to the album', async () => {
    const { page: hers } = await phoneOf(browser, [first]);
    await hers.goto(`/i#${used}`);
    await button(hers, ko('google_sign_in')).tap();
    await choose(hers, first);
    await expectTitle(hers, home.title);
  });

  await test.step('a truncated and a missing secret', async () => {
    const { page: his } = await phoneOf(browser, [FATHER]);
    await his.goto('/i#abc');
    await expectTitle(his, ko('join_no_link_title'));
    await his.goto('about:blank');
    await his.goto('/i');
    await expectTitle(his, ko('join_no_link_title'));
    await expect(his.getByRole('link', { name: ko('join_open_maru') })).toBeVisible();
  });

  await test.step('without a network it says so and retries with one tap', async () => {
    const { page: hers, context } = await phoneOf(browser, [second]);
    const secret = await link();
    await context.route('**/api/previewInvite', (route) => route.abort());
    await hers.goto(`/i#${secret}`);
    await expect(hers.getByText(ko('error_offline'))).toBeVisible();
    await context.unroute('**/api/previewInvite');
    await button(hers, ko('offline_retry')).tap();
    await expectTitle(hers, ko('join_title_guest', { album: home.title }));
  });
});

test('a new device opens the album that its person last visited on another device', async ({ browser }) => {
  const who = newcomer('할머니');
  const secret = await link({ as: 'viewer', isOfNone: true });
  const first = await phoneOf(browser, [who]);
  await first.page.goto(`/i#${secret}`);
  await button(first.page, ko('google_sign_in')).tap();
  await choose(first.page, who);
  await expectTitle(first.page, home.name);
  await first.page.getByRole('link', { name: home.title }).tap();
  await expectTitle(first.page, home.title);
  const note = adminOf(useEmulators()).db.doc(paths.user(await uidOf(who)));
  await expect.poll(async () => (await note.get()).get('lastAlbum') as unknown).toBe(home.album);

  const next = await phoneOf(browser, [who]);
  await next.page.goto('/');
  await button(next.page, ko('google_sign_in')).tap();
  await choose(next.page, who);
  await expectTitle(next.page, home.title);
  // After that, home is home.
  await next.page.goto('/');
  await expectTitle(next.page, home.name);
});
