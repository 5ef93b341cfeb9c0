import type { Uid } from '@maru/model';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { EDITOR, FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { signInAs, type Person } from '../harness.ts';
import { openStillPage, checkScreen } from './check-screen.ts';
import { unique, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';
import { demoPerson, signIn, type Account } from './app.ts';

const STRANGER = demoPerson('stranger');
// People of this test alone, since other tests count the libraries of demo people.
const uniquePerson = (name: string) => ({ name, address: `${unique('anybody').replace(' ', '-')}@example.com` });
const FRIEND = '박서연';
const GUEST = '최은영';
const CIRCLE = '엄마 쪽 가족';

let fixture: TestLibrary;
const pathOf = (path = ''): string => `/l/${fixture.library}${path}`;

/** Runs `act` with a client of this person. */
async function runAs<T>(
  { name, address }: { name: string; address: string },
  run: (person: Person) => Promise<T>,
): Promise<T> {
  const person = await signInAs(name, { address });
  const result = await run(person);
  await person.close();
  return result;
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER, FATHER] });
  const { library, album } = fixture;
  await runAs(OWNER, (person) => person.call('inviteByEmail', { library, address: EDITOR.address, role: 'editor' }));
  const uids: Uid[] = [];
  for (const who of [MOTHER, FATHER, EDITOR])
    uids.push(await runAs(who, async (person) => (await person.call('onSignIn', {}), person.uid as Uid)));
  const secret = await runAs(OWNER, async (person) => {
    await person.call('createCircle', { library, name: CIRCLE, members: uids.slice(0, 2) });
    const limits = { uses: 5, days: 7 };
    await person.call('createInviteLink', { library, as: 'viewer', ...limits });
    return (await person.call('createInviteLink', { library, as: 'guest', album, ...limits })).secret;
  });
  await runAs(uniquePerson(GUEST), (person) => person.call('redeemInvite', { secret }));
  await runAs(uniquePerson(FRIEND), (person) =>
    person.call('requestAccess', { library, name: FRIEND, message: '지우 친구예요' }),
  );
});

const button = (page: Page, name: string, exact = true) => page.getByRole('button', { name, exact });

async function openSignedIn(browser: Browser, person: Account, to: string): Promise<Page> {
  const page = await openStillPage(browser);
  await signIn(page, person, to);
  return page;
}

async function checkMember(page: Page): Promise<void> {
  await button(page, MOTHER.name, false).click();
  await page.getByRole('radio', { name: ko('role_editor') }).check();
  await expect(button(page, ko('save_changes'))).toBeVisible();
  await checkScreen(page, 'person');
  await button(page, ko('member_transfer')).click();
  await checkScreen(page, 'hand-over');
  await button(page, ko('no')).click();
  await button(page, ko('member_remove')).click();
  await expect(page.getByText(ko('member_remove_stays', { name: MOTHER.name }))).toBeVisible();
  await checkScreen(page, 'remove');
  await page.keyboard.press('Escape');
}

async function checkInvites(page: Page): Promise<void> {
  await button(page, ko('link_create')).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await checkScreen(page, 'invite-link');
  await page.keyboard.press('Escape');
  await page.goto(pathOf('/people/invites'));
  await expect(page.getByText(ko('invites_by_link')).first()).toBeVisible();
  await checkScreen(page, 'invites');
  await button(page, ko('invite_revoke')).first().click();
  await checkScreen(page, 'withdraw');
}

async function checkCirclesAndGuests(page: Page): Promise<void> {
  await page.goto(pathOf('/people/circles'));
  await button(page, CIRCLE, false).click();
  await expect(page.getByRole('checkbox', { name: MOTHER.name })).toBeChecked();
  await checkScreen(page, 'circle');
  await page.keyboard.press('Escape');
  await checkScreen(page, 'circles');
  await page.goto(pathOf('/people/guests'));
  await expect(page.getByText(GUEST)).toBeVisible();
  await checkScreen(page, 'guests');
  await button(page, ko('guest_remove_of', { name: GUEST })).click();
  await checkScreen(page, 'remove-guest');
}

async function checkActivityAndDeletion(page: Page): Promise<void> {
  await page.goto(pathOf('/people/activity'));
  await expect(page.getByText(ko('activity_changed_circle', { who: OWNER.name, what: CIRCLE }))).toBeVisible();
  await checkScreen(page, 'activity');
  await page.goto(pathOf('/delete'));
  await button(page, ko('library_delete_title')).click();
  await expect(page.getByText(ko('library_delete_mismatch'))).toBeVisible();
  await checkScreen(page, 'end');
  await page.goto('/settings/account');
  await expect(page.getByText(OWNER.address)).toBeVisible();
  await checkScreen(page, 'delete-account');
}

async function checkHelping(page: Page): Promise<void> {
  await page.goto(pathOf('/people/helping'));
  await expect(page.getByRole('region', { name: MOTHER.name })).toContainText(ko('helping_looked_never'));
  await checkScreen(page, 'helping');
}

async function checkNoAccess(browser: Browser): Promise<void> {
  const page = await openSignedIn(browser, STRANGER, pathOf());
  await expect(page.getByText(STRANGER.address)).toBeVisible();
  await button(page, ko('access_request_send')).scrollIntoViewIfNeeded();
  await checkScreen(page, 'no-access');
  await button(page, ko('access_request_send')).click();
  await expect(page.getByText(ko('access_request_sent_title'))).toBeVisible();
  await checkScreen(page, 'asked');
  await page.context().close();
}

test('people screens pass axe, clip no text, meet the minimum sizes and do not move, in both languages', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const page = await openSignedIn(browser, OWNER, pathOf());
  await expect(page.getByRole('link', { name: ko('people_title') })).toContainText(/[1-9]/);
  await checkScreen(page, 'waiting');
  await page.goto(pathOf('/people'));
  await expect(page.getByText('“지우 친구예요”')).toBeVisible();
  await checkScreen(page, 'people');
  await button(page, ko('access_request_decline_named', { name: FRIEND })).click();
  await checkScreen(page, 'no');
  await page.keyboard.press('Escape');
  await test.step('one member', () => checkMember(page));
  await button(page, ko('leave')).click();
  await checkScreen(page, 'leave');
  await page.keyboard.press('Escape');
  await test.step('inviting', () => checkInvites(page));
  await test.step('circles and guests', () => checkCirclesAndGuests(page));
  await test.step('helping', () => checkHelping(page));
  await test.step('activity and deletion', () => checkActivityAndDeletion(page));
  await test.step('no access', () => checkNoAccess(browser));
});
