import { paths, type ApiRequest } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { FATHER, OWNER } from '../../tools/demo/people.ts';
import { storedInvite, inviteIdOf } from '../functions/inviting.ts';
import { signInAs, useEmulators, type Person } from '../harness.ts';
import { adminOf } from '../harness/inspect.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { emulateApple, emulateInstalled, startUrlOf } from './installed-app.ts';
import {
  chooseAccount,
  COLD_START_MS,
  countTaps,
  expectTitle,
  newPerson,
  openPhone,
  recordDisclosed,
  uidOf,
} from './new-person.ts';
import { button, closeDevices, decodedCount } from './app.ts';
import { ko } from './messages.ts';

let fixture: TestLibrary;
let owner: Person;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  fixture = await createTestLibrary({ owner: OWNER, photos: 2 });
  owner = await signInAs(OWNER.name, { address: OWNER.address });
});
test.afterAll(() => owner.close());
test.afterEach(({ browser }) => closeDevices(browser));

const navigation = (page: Page) => page.getByRole('navigation', { name: ko('nav_label') });

/** Creates an invite link, by default for one guest of the album and seven days; returns its secret. */
async function link({
  isOfNone,
  ...ask
}: Partial<ApiRequest<'createInviteLink'>> & { isOfNone?: true } = {}): Promise<string> {
  const { library, album } = fixture;
  const of = isOfNone ? {} : { album };
  return (await owner.call('createInviteLink', { library, as: 'guest', ...of, uses: 1, days: 7, ...ask })).secret;
}

for (const as of ['guest', 'viewer'] as const) {
  test(`a ${as} gets from the link to the album in at most three taps, and again from the icon of the installed app`, async ({
    browser,
  }) => {
    const guest = newPerson('이모');
    const secret = await link({ as });
    let startUrl = '';

    await test.step('the link shows where it leads and is not redeemed yet', async () => {
      const { page, context } = await openPhone(browser, [guest]);
      await emulateApple(context);
      const disclosed = recordDisclosed(context);
      const taps = await countTaps(page);
      await page.goto(`/i#${secret}`);
      const title = as === 'guest' ? ko('join_title_guest', { album: fixture.title }) : undefined;
      await expectTitle(page, title ?? ko('join_title_member', { library: fixture.name }));
      await expect(page.getByText(OWNER.name)).toBeVisible();
      expect(page.url()).toMatch(/\/i$/);
      expect((await storedInvite(secret)).usedBy).toEqual([]);
      // The state survives a reload, as it must for Google's redirect.
      await page.reload();
      await expectTitle(page, title ?? ko('join_title_member', { library: fixture.name }));

      await button(page, ko('google_sign_in')).tap();
      await chooseAccount(page, guest);
      await expectTitle(page, fixture.title);
      await expect(page).toHaveURL(new RegExp(`${albumPath(fixture)}$`));
      await expect.poll(() => decodedCount(page)).toBe(2);
      console.log(`from the link to the album as a ${as}: ${String(taps.length)} tap(s) in Maru: ${taps.join(', ')}`);
      expect(taps).toEqual([ko('google_sign_in')]);
      expect((await storedInvite(secret)).usedBy.map(({ name }) => name)).toEqual([guest.name]);
      expect(disclosed.filter((one) => one.toLowerCase().includes(secret))).toEqual([]);
      expect(
        await page.evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])),
      ).not.toContain(secret);
      startUrl = await startUrlOf(page);
      expect(disclosed.filter((one) => one.includes(encodeURIComponent(guest.address)))).toEqual([]);
    });

    await test.step('the installed app starts empty: one button with their name leads to the album of the invite', async () => {
      const { page, context } = await openPhone(browser, [guest]);
      await emulateInstalled(context);
      const requested: string[] = [];
      page.on('request', (request) => requested.push(new URL(request.url()).pathname));
      const taps = await countTaps(page);
      const signInAsName = ko('signin_as', { name: guest.name });
      await page.goto(startUrl);
      await expect(button(page, signInAsName)).toBeVisible();
      expect(page.url()).not.toContain('#');
      await button(page, signInAsName).tap();
      await chooseAccount(page, guest);
      await expectTitle(page, fixture.title);
      await expect.poll(() => decodedCount(page)).toBe(2);
      console.log(`from the icon to the album as a ${as}: ${String(taps.length)} tap(s) in Maru: ${taps.join(', ')}`);
      expect(taps).toEqual([signInAsName]);
      expect(requested.filter((path) => path === '/i' || path === '/api/redeemInvite')).toEqual([]);
    });
  });
}

test('a guest sees one album and nothing else, and home returns to it', async ({ browser }) => {
  const guest = newPerson('친구');
  const secret = await link();
  const { page } = await openPhone(browser, [guest]);
  await page.goto(`/i#${secret}`);
  await button(page, ko('google_sign_in')).tap();
  await chooseAccount(page, guest);
  await expectTitle(page, fixture.title);
  await expect(page.getByText(ko('audience_as_guest'))).toBeVisible();
  await expect(navigation(page)).toHaveCount(0);
  await expect(page.getByRole('link', { name: ko('share_open') })).toHaveCount(0);
  await expect(page.getByRole('link', { name: ko('back_to_albums') })).toHaveCount(0);

  await page
    .getByRole('button', { name: new RegExp(`^${ko('kind_photo')}`) })
    .first()
    .tap();
  await expect(page.getByRole('region', { name: ko('viewer_label') })).toBeVisible();
  await button(page, ko('viewer_back')).tap();
  await expectTitle(page, fixture.title);

  for (const path of ['', '/all', '/people', '/share', '/people/guests']) {
    await page.goto(`/l/${fixture.library}${path}`);
    await expect(page.getByText(ko('no_access_title')), path).toBeVisible();
    await expect(navigation(page)).toHaveCount(0);
    await expect(page.locator('main img[src*="%2Fgrid?"]')).toHaveCount(0);
  }
  await page.goto(`${albumPath(fixture)}/share`);
  await expect(page.getByRole('radio')).toHaveCount(0);
  await page.goto('/');
  await expectTitle(page, fixture.title);
});

test('the join page names the signed-in account, joins with one tap and switches accounts', async ({ browser }) => {
  const [wrong, right] = [newPerson('아빠'), newPerson('엄마')];
  const secret = await link({ as: 'viewer', for: right.address });
  const { page } = await openPhone(browser, [wrong, right]);
  await page.goto('/');
  await button(page, ko('google_sign_in')).tap();
  await chooseAccount(page, wrong);
  await expect(page.getByText(ko('home_not_invited_title'))).toBeVisible();

  await page.goto(`/i#${secret}`);
  await expectTitle(page, ko('join_title_member', { library: fixture.name }));
  await expect(page.getByText(wrong.address)).toBeVisible();
  expect((await storedInvite(secret)).usedBy).toEqual([]);
  await button(page, ko('join_submit')).tap();
  await expectTitle(page, ko('join_wrong_account_title'));
  await expect(page.getByText(ko('join_wrong_account', { address: wrong.address }))).toBeVisible();
  expect((await storedInvite(secret)).usedBy).toEqual([]);
  await button(page, ko('account_switch')).tap();
  await chooseAccount(page, right);
  await expectTitle(page, fixture.title);
  expect((await storedInvite(secret)).usedBy.map(({ name }) => name)).toEqual([right.name]);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBeGreaterThan(0);
});

test('an expired, used, revoked or truncated link explains itself and offers one next step', async ({ browser }) => {
  test.setTimeout(180_000);
  const [former, newcomer] = [newPerson('고모'), newPerson('삼촌')];
  const { db } = adminOf(useEmulators());
  const expired = await link();
  await db.doc(paths.invite(inviteIdOf(expired))).update({ expiresAt: new Date(Date.now() - 1000) });
  const revoked = await link();
  await owner.call('revokeInvite', { library: fixture.library, invite: inviteIdOf(revoked) });
  const used = await link();
  const firstPerson = await signInAs(former.name, { address: former.address });
  await firstPerson.call('redeemInvite', { secret: used });
  await firstPerson.close();

  const { page } = await openPhone(browser, [former, newcomer]);
  // Only the fragment changes, which must count as another link.
  const open = (secret: string) => page.goto(`/i#${secret}`);
  await open(revoked);
  await expect(page.getByText(ko('join_not_found'))).toBeVisible();
  await expect(page.getByRole('link', { name: ko('join_open_maru') })).toBeVisible();
  await open(expired);
  await expect(page.getByText(ko('join_expired'))).toBeVisible();
  await expect(page.getByText(fixture.name)).toHaveCount(0);
  await open(used);
  await expect(page.getByText(ko('join_used'))).toBeVisible();
  await expect(page.getByText(ko('join_before'))).toBeVisible();
  await expect(page.getByText(fixture.title)).toHaveCount(0);

  await test.step('someone who has no access requests it from there', async () => {
    await button(page, ko('google_sign_in')).tap();
    await chooseAccount(page, newcomer);
    await expect(page.getByRole('heading', { name: ko('access_request_title') })).toBeVisible();
    await button(page, ko('access_request_send')).tap();
    await expect(page.getByText(ko('access_request_sent_title'))).toBeVisible({ timeout: COLD_START_MS });
    const { requests } = await owner.call('listAccessRequests', {});
    expect(requests.filter(({ library, name }) => library === fixture.library && name === newcomer.name)).toHaveLength(
      1,
    );
  });

  await test.step('someone who joined with it returns to the album', async () => {
    const { page: hers } = await openPhone(browser, [former]);
    await hers.goto(`/i#${used}`);
    await button(hers, ko('google_sign_in')).tap();
    await chooseAccount(hers, former);
    await expectTitle(hers, fixture.title);
  });

  await test.step('a truncated and a missing secret', async () => {
    const { page: his } = await openPhone(browser, [FATHER]);
    await his.goto('/i#abc');
    await expectTitle(his, ko('join_no_link_title'));
    await his.goto('about:blank');
    await his.goto('/i');
    await expectTitle(his, ko('join_no_link_title'));
    await expect(his.getByRole('link', { name: ko('join_open_maru') })).toBeVisible();
  });

  await test.step('without a network it says so and retries with one tap', async () => {
    const { page: hers, context } = await openPhone(browser, [newcomer]);
    const secret = await link();
    await context.route('**/api/previewInvite', (route) => route.abort());
    await hers.goto(`/i#${secret}`);
    await expect(hers.getByText(ko('error_offline'))).toBeVisible();
    await context.unroute('**/api/previewInvite');
    await button(hers, ko('offline_retry')).tap();
    await expectTitle(hers, ko('join_title_guest', { album: fixture.title }));
  });
});

test('a new device opens the album that its person last visited on another device', async ({ browser }) => {
  const guest = newPerson('할머니');
  const secret = await link({ as: 'viewer', isOfNone: true });
  const former = await openPhone(browser, [guest]);
  await former.page.goto(`/i#${secret}`);
  await button(former.page, ko('google_sign_in')).tap();
  await chooseAccount(former.page, guest);
  await expectTitle(former.page, fixture.name);
  await former.page.getByRole('link', { name: fixture.title }).tap();
  await expectTitle(former.page, fixture.title);
  const userDocument = adminOf(useEmulators()).db.doc(paths.user(await uidOf(guest)));
  await expect.poll(async () => (await userDocument.get()).get('lastAlbum') as unknown).toBe(fixture.album);

  const newDevice = await openPhone(browser, [guest]);
  await newDevice.page.goto('/');
  await button(newDevice.page, ko('google_sign_in')).tap();
  await chooseAccount(newDevice.page, guest);
  await expectTitle(newDevice.page, fixture.title);
  // After that, home is home.
  await newDevice.page.goto('/');
  await expectTitle(newDevice.page, fixture.name);
});
