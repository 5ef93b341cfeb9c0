import { expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import type { LibraryId, Uid } from '@maru/model/ids';
import { startupState } from '../device/startup-state.ts';
import { Unreachable } from '@maru/model/api/unreachable';
import type { Cloud, Person } from '../firebase/cloud.ts';
import type { Account } from './account.svelte.ts';
import { Session } from './session.svelte.ts';

const mother: Person = { uid: 'mother' as Uid, name: '김영숙', address: 'mother@example.com' };
const owner: Person = { uid: 'owner' as Uid, name: '한지우', address: 'jiwoo@example.com' };

function setup(
  last?: Uid,
  signingOut?: Uid,
  clear: (uid: Uid) => Promise<void> = () => Promise.resolve(),
  signOut: () => Promise<void> = () => Promise.resolve(),
) {
  const known = startupState(localStorage);
  localStorage.clear();
  known.person = last;
  known.signingOut = signingOut;
  const log: string[] = [];
  let answer = (): Promise<unknown> => Promise.resolve({ joined: [], canCreateLibrary: true, requestCount: 0 });
  let report: (person: Person | undefined) => void = () => undefined;
  const cloud = {
    watchPerson: (next: typeof report) => {
      report = next;
      return () => undefined;
    },
    signOut: async () => {
      log.push('sign out');
      await signOut();
      report(undefined);
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
        suspend: () => log.push(`suspend ${uid}`),
        resume: () => log.push(`resume ${uid}`),
      }) as unknown as Account,
    setOwner: (uid) => Promise.resolve(void log.push(`own ${uid}`)),
    clear: (uid) => {
      log.push(`clear ${uid}`);
      return clear(uid);
    },
    clearIncoming: () => Promise.resolve(void log.push('clear incoming')),
  });
  session.start();
  return {
    session,
    known,
    log,
    answer: (next: typeof answer) => (answer = next),
    report: (person?: Person) => report(person),
  };
}

test('starts with the last person before Auth reports', () => {
  const { session } = setup(mother.uid);
  expect(session.account?.uid).toBe(mother.uid);
  expect(session.isSettled).toBe(false);
});

test('keeps the account when Auth reports the same person', async () => {
  const { session, report, log } = setup(mother.uid);
  const before = session.account;
  report(mother);
  expect(session.account).toBe(before);
  expect(session.person).toEqual(mother);
  await vi.waitFor(() => expect(session.canCreateLibrary).toBe(true));
  expect(log).toEqual(['own mother', 'call onSignIn']);
});

test('closes the account before opening that of another person', () => {
  const { session, known, report, log } = setup(mother.uid);
  known.library = 'l'.repeat(20) as LibraryId;
  report(owner);
  expect(log[0]).toBe('close mother');
  expect(session.account?.uid).toBe(owner.uid);
  expect(known.person).toBe(owner.uid);
  expect(known.library).toBeUndefined();
});

test('suspends the account and keeps its stored data when Auth reports nobody', () => {
  const { session, known, report, log } = setup(mother.uid);
  report(undefined);
  expect(session.account).toBeUndefined();
  expect(session.isSettled).toBe(true);
  expect(known.person).toBeUndefined();
  expect(log).toEqual(['suspend mother']);
});

test('resumes the uploads of an expired session when the same person is back', () => {
  const { session, report, log } = setup(mother.uid);
  const before = session.account;
  report(mother);
  report(undefined);
  report(undefined);
  expect(session.account).toBeUndefined();
  report(mother);
  expect(session.account).toBe(before);
  expect(log.filter((line) => /suspend|resume|close|clear/.test(line))).toEqual(['suspend mother', 'resume mother']);
});

test('clears an expired session when somebody else signs in', async () => {
  const { session, report, log } = setup(mother.uid);
  report(undefined);
  report(owner);
  expect(session.account?.uid).toBe(owner.uid);
  await vi.waitFor(() => expect(log).toContain('clear mother'));
  // They may be what somebody else signed in for.
  expect(log).not.toContain('clear incoming');
  expect(log.slice(0, 2)).toEqual(['suspend mother', 'close mother']);
});

test('sign-out is recorded at once and clears the device', async () => {
  const { session, known, report, log } = setup();
  report(mother);
  const leaving = session.signOut();
  expect(known.signingOut).toBe(mother.uid);
  await leaving;
  expect(session.account).toBeUndefined();
  expect(known.person).toBeUndefined();
  expect(known.signingOut).toBeUndefined();
  expect(log).toContain('clear mother');
  expect(log).toContain('clear incoming');
  expect(log.indexOf('close mother')).toBeLessThan(log.indexOf('clear mother'));
});

test.each([owner, mother])('a sign-in during a sign-out waits until the device is cleared: $uid', async (next) => {
  const clearing = Promise.withResolvers<undefined>();
  const { session, known, report, log } = setup(undefined, undefined, () => clearing.promise);
  report(mother);
  const leaving = session.signOut();
  await vi.waitFor(() => expect(log).toContain('sign out'));
  report(next);
  expect(session.account).toBeUndefined();
  clearing.resolve(undefined);
  await leaving;
  expect(session.account?.uid).toBe(next.uid);
  expect(session.person).toEqual(next);
  expect(known.person).toBe(next.uid);
  expect(log.at(-1)).toBe('call onSignIn');
});

test('does not open the old account again if clearing fails', async () => {
  const signOut = Promise.withResolvers<undefined>();
  const clear = () => Promise.reject(new Error('storage is broken'));
  const { session, known, report } = setup(undefined, undefined, clear, () => signOut.promise);
  report(mother);
  const leaving = session.signOut();
  report(mother);
  setTimeout(() => signOut.resolve(undefined));
  await expect(leaving).rejects.toThrow('storage is broken');
  expect([session.account, known.account, known.signingOut]).toEqual([undefined, undefined, mother.uid]);
});

test('finishes an interrupted sign-out before opening an account', async () => {
  const { session, known, report, log } = setup(undefined, mother.uid);
  report(mother);
  expect(session.account).toBeUndefined();
  await vi.waitFor(() => expect(known.signingOut).toBeUndefined());
  expect(log).toEqual(['clear mother', 'clear incoming', 'sign out']);
  report(mother);
  expect(session.account?.uid).toBe(mother.uid);
});

test('allows sign-in if an interrupted sign-out cannot be finished, and retries at the next start', async () => {
  const { session, known, report } = setup(undefined, mother.uid, () => Promise.reject(new Error('storage is broken')));
  await vi.waitFor(() => {
    report(owner);
    expect(session.account?.uid).toBe(owner.uid);
  });
  expect(known.signingOut).toBe(mother.uid);
});

test('the server is reachable unless a call is Unreachable', async () => {
  const { session, answer } = setup(mother.uid);
  expect(await session.isReachable()).toBe(true);
  answer(() => Promise.reject(new ApiError('unauthenticated')));
  expect(await session.isReachable()).toBe(true);
  answer(() => Promise.reject(new Unreachable()));
  expect(await session.isReachable()).toBe(false);
});

test('ignores a malformed uid', () => {
  const known = startupState(localStorage);
  localStorage.setItem('maru-person', '../../x');
  expect(known.person).toBeUndefined();
});

test('sign-out before the first report of Auth leaves no name on the sign-in page', async () => {
  const { session, known, report } = setup(mother.uid);
  const leaving = session.signOut();
  report(mother);
  await leaving;
  expect(session.account).toBeUndefined();
  expect(known.person).toBeUndefined();
  expect(known.account).toBeUndefined();
});
