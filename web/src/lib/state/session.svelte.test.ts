import { expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import type { LibraryId, Uid } from '@maru/model/ids';
import { remembered } from '../device/startup-state.ts';
import { Unreachable, type Cloud, type Person } from '../firebase/cloud.ts';
import type { Account } from './account.svelte.ts';
import { Session } from './session.svelte.ts';

const mother: Person = { uid: 'mother' as Uid, name: '김영숙', address: 'mother@example.com' };
const owner: Person = { uid: 'owner' as Uid, name: '한지우', address: 'jiwoo@example.com' };

function place(last?: Uid, signingOut?: Uid) {
  const known = remembered(localStorage);
  localStorage.clear();
  known.person = last;
  known.signingOut = signingOut;
  const log: string[] = [];
  let answer = (): Promise<unknown> => Promise.resolve({ joined: [], mayBegin: true, asks: 0 });
  let say: (person: Person | undefined) => void = () => undefined;
  const cloud = {
    watchPerson: (next: typeof say) => {
      say = next;
      return () => undefined;
    },
    signOut: () => {
      log.push('sign out');
      say(undefined);
      return Promise.resolve();
    },
    call: (name: string) => {
      log.push(`call ${name}`);
      return answer();
    },
  } as unknown as Cloud;
  const session = new Session(cloud, {
    remembered: known,
    open: (uid) =>
      ({
        uid,
        close: () => log.push(`close ${uid}`),
        hold: () => log.push(`hold ${uid}`),
        goOn: () => log.push(`go on ${uid}`),
      }) as unknown as Account,
    keepFor: (uid) => Promise.resolve(void log.push(`keep ${uid}`)),
    clear: (uid) => Promise.resolve(void log.push(`clear ${uid}`)),
  });
  session.start();
  return {
    session,
    known,
    log,
    answer: (next: typeof answer) => (answer = next),
    say: (person?: Person) => say(person),
  };
}

test('the page begins with the person of last time, before Auth has spoken', () => {
  const { session } = place(mother.uid);
  expect(session.account?.uid).toBe(mother.uid);
  expect(session.isSettled).toBe(false);
});

test('when Auth says the same person, nothing changes for the page', async () => {
  const { session, say, log } = place(mother.uid);
  const before = session.account;
  say(mother);
  expect(session.account).toBe(before);
  expect(session.person).toEqual(mother);
  await vi.waitFor(() => expect(session.mayBegin).toBe(true));
  expect(log).toEqual(['keep mother', 'call onSignIn']);
});

test('when Auth says somebody else, the first one is gone before the other comes', () => {
  const { session, known, say, log } = place(mother.uid);
  known.library = 'l'.repeat(20) as LibraryId;
  say(owner);
  expect(log[0]).toBe('close mother');
  expect(session.account?.uid).toBe(owner.uid);
  expect(known.person).toBe(owner.uid);
  expect(known.library).toBeUndefined();
});

test('when Auth says nobody, the page is empty; what the device kept stays for their return', () => {
  const { session, known, say, log } = place(mother.uid);
  say(undefined);
  expect(session.account).toBeUndefined();
  expect(session.isSettled).toBe(true);
  expect(known.person).toBeUndefined();
  expect(log).toEqual(['hold mother']);
});

test('when the session ends by itself, what was begun waits for who comes back', () => {
  const { session, say, log } = place(mother.uid);
  const before = session.account;
  say(mother);
  say(undefined);
  say(undefined);
  expect(session.account).toBeUndefined();
  say(mother);
  expect(session.account).toBe(before);
  expect(log.filter((line) => /hold|go on|close|clear/.test(line))).toEqual(['hold mother', 'go on mother']);
});

test('somebody else who comes instead finds nothing of it', async () => {
  const { session, say, log } = place(mother.uid);
  say(undefined);
  say(owner);
  expect(session.account?.uid).toBe(owner.uid);
  await vi.waitFor(() => expect(log).toContain('clear mother'));
  expect(log.slice(0, 2)).toEqual(['hold mother', 'close mother']);
});

test('signing out is marked at once, and leaves nothing of this person on the device', async () => {
  const { session, known, say, log } = place();
  say(mother);
  const leaving = session.signOut();
  expect(known.signingOut).toBe(mother.uid);
  await leaving;
  expect(session.account).toBeUndefined();
  expect(known.person).toBeUndefined();
  expect(known.signingOut).toBeUndefined();
  expect(log).toContain('clear mother');
  expect(log.indexOf('close mother')).toBeLessThan(log.indexOf('clear mother'));
});

test('a sign-out that was interrupted is finished before anybody is shown', async () => {
  const { session, known, say, log } = place(undefined, mother.uid);
  say(mother);
  expect(session.account).toBeUndefined();
  await vi.waitFor(() => expect(known.signingOut).toBeUndefined());
  expect(log).toEqual(['clear mother', 'sign out']);
  say(mother);
  expect(session.account?.uid).toBe(mother.uid);
});

test('the server is reachable unless there is no way to it', async () => {
  const { session, answer } = place(mother.uid);
  expect(await session.isReachable()).toBe(true);
  answer(() => Promise.reject(new ApiError('signed-out')));
  expect(await session.isReachable()).toBe(true);
  answer(() => Promise.reject(new Unreachable()));
  expect(await session.isReachable()).toBe(false);
});

test('a uid that is none is nobody', () => {
  const known = remembered(localStorage);
  localStorage.setItem('maru-person', '../../x');
  expect(known.person).toBeUndefined();
});

test('who signs out before Auth has spoken is gone, and not named at the door', async () => {
  const { session, known, say } = place(mother.uid);
  const leaving = session.signOut();
  say(mother);
  await leaving;
  expect(session.account).toBeUndefined();
  expect(known.person).toBeUndefined();
  expect(known.account).toBeUndefined();
});
