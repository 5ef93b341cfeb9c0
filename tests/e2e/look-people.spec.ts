import type { Uid } from '@maru/model';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { DEMO_PEOPLE, EDITOR, FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { person, type Person } from '../harness.ts';
import { calm, examine } from './examine.ts';
import { fresh, furnished, type Furnished } from './furnished.ts';
import { en, ko, type Say } from './words.ts';

const STRANGER = DEMO_PEOPLE.find(({ part }) => part === 'stranger') ?? MOTHER;
// People of this test alone, since other tests count the libraries of demo people.
const anybody = (name: string) => ({ name, address: `${fresh('anybody').replace(' ', '-')}@example.com` });
const FRIEND = '박서연';
const GUEST = '최은영';
const CIRCLE = '엄마 쪽 가족';

let home: Furnished;
const at = (path = ''): string => `/l/${home.library}${path}`;

/** Runs `act` with a client of this person. */
async function as<T>(
  { name, address }: { name: string; address: string },
  act: (one: Person) => Promise<T>,
): Promise<T> {
  const one = await person(name, { address });
  const done = await act(one);
  await one.close();
  return done;
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  home = await furnished({ owner: OWNER, viewers: [MOTHER, FATHER] });
  const { library, album } = home;
  await as(OWNER, (one) => one.call('inviteByEmail', { library, address: EDITOR.address, role: 'editor' }));
  const uids: Uid[] = [];
  for (const who of [MOTHER, FATHER, EDITOR])
    uids.push(await as(who, async (one) => (await one.call('onSignIn', {}), one.uid as Uid)));
  const secret = await as(OWNER, async (one) => {
    await one.call('createCircle', { library, name: CIRCLE, members: uids.slice(0, 2) });
    const days = { uses: 5, days: 7 };
    await one.call('createInviteLink', { library, as: 'viewer', ...days });
    return (await one.call('createInviteLink', { library, as: 'guest', album, ...days })).secret;
  });
  await as(anybody(GUEST), (one) => one.call('redeemInvite', { secret }));
  await as(anybody(FRIEND), (one) => one.call('requestAccess', { library, name: FRIEND, words: '지우 친구예요' }));
});

const button = (page: Page, name: string, exact = true) => page.getByRole('button', { name, exact });

async function enter(browser: Browser, say: Say, name: string, to: string): Promise<Page> {
  const page = await calm(browser, say);
  await page.goto(to);
  await button(page, say('google_sign_in')).click();
  await button(page, name, false).click();
  await expect(page).not.toHaveURL(/sign-in/);
  return page;
}

async function onePerson(page: Page, say: Say): Promise<void> {
  await button(page, MOTHER.name, false).click();
  await page.getByRole('radio', { name: say('role_editor') }).check();
  await expect(button(page, say('save_changes'))).toBeVisible();
  await examine(page, say, 'person');
  await button(page, say('member_transfer')).click();
  await examine(page, say, 'hand-over');
  await button(page, say('no')).click();
  await button(page, say('member_remove')).click();
  await expect(page.getByText(say('member_remove_stays', { name: MOTHER.name }))).toBeVisible();
  await examine(page, say, 'remove');
  await page.keyboard.press('Escape');
}

async function inviting(page: Page, say: Say): Promise<void> {
  await button(page, say('link_create')).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await examine(page, say, 'invite-link');
  await page.keyboard.press('Escape');
  await page.goto(at('/people/invites'));
  await expect(page.getByText(say('invites_by_link')).first()).toBeVisible();
  await examine(page, say, 'invites');
  await button(page, say('invite_revoke')).first().click();
  await examine(page, say, 'withdraw');
}

async function circlesAndGuests(page: Page, say: Say): Promise<void> {
  await page.goto(at('/people/circles'));
  await button(page, CIRCLE, false).click();
  await expect(page.getByRole('checkbox', { name: MOTHER.name })).toBeChecked();
  await examine(page, say, 'circle');
  await page.keyboard.press('Escape');
  await examine(page, say, 'circles');
  await page.goto(at('/people/guests'));
  await expect(page.getByText(GUEST)).toBeVisible();
  await examine(page, say, 'guests');
  await button(page, say('guest_remove_of', { name: GUEST })).click();
  await examine(page, say, 'remove-guest');
}

async function ending(page: Page, say: Say): Promise<void> {
  await page.goto(at('/people/activity'));
  await expect(page.getByText(say('activity_changed_circle', { who: OWNER.name, what: CIRCLE }))).toBeVisible();
  await examine(page, say, 'activity');
  await page.goto(at('/end'));
  await button(page, say('library_delete_title')).click();
  await expect(page.getByText(say('library_delete_mismatch'))).toBeVisible();
  await examine(page, say, 'end');
  await page.goto('/settings/account');
  await expect(page.getByText(OWNER.address)).toBeVisible();
  await examine(page, say, 'delete-account');
}

async function withoutAccess(browser: Browser, say: Say): Promise<void> {
  const page = await enter(browser, say, STRANGER.name, at());
  await expect(page.getByText(STRANGER.address)).toBeVisible();
  await button(page, say('access_request_send')).scrollIntoViewIfNeeded();
  await examine(page, say, 'no-access');
  await button(page, say('access_request_send')).click();
  await expect(page.getByText(say('access_request_sent_title'))).toBeVisible();
  await examine(page, say, 'asked');
  await page.context().close();
}

for (const [language, say] of [
  ['Korean', ko],
  ['English', en],
] as const) {
  test(`people screens in ${language} pass axe, clip no text, meet the minimum sizes and do not move`, async ({
    browser,
  }) => {
    test.setTimeout(400_000);
    const page = await enter(browser, say, OWNER.name, at());
    await expect(page.getByRole('link', { name: say('people_title') })).toContainText(/[1-9]/);
    await examine(page, say, 'waiting');
    await page.goto(at('/people'));
    await expect(page.getByText('“지우 친구예요”')).toBeVisible();
    await examine(page, say, 'people');
    await button(page, say('access_request_decline_named', { name: FRIEND })).click();
    await examine(page, say, 'no');
    await page.keyboard.press('Escape');
    await test.step('one member', () => onePerson(page, say));
    await button(page, say('leave')).click();
    await examine(page, say, 'leave');
    await page.keyboard.press('Escape');
    await test.step('inviting', () => inviting(page, say));
    await test.step('circles and guests', () => circlesAndGuests(page, say));
    await test.step('activity and deletion', () => ending(page, say));
    await test.step('no access', () => withoutAccess(browser, say));
  });
}
