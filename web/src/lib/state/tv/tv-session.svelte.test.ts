import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import { Unreachable } from '@maru/model/api/unreachable';
import type { LibraryId, Uid } from '@maru/model/ids';
import type { Tv } from '@maru/model/access/tv';
import { TV_CODE_S } from '@maru/model/limits';
import type { TvDevice } from '../../device/tv-device.ts';
import type { Cloud, LiveFailure, Person, Watcher } from '../../firebase/cloud.ts';
import { TvSession } from './tv-session.svelte.ts';

const library = 'a'.repeat(20) as LibraryId;
const person: Person = { uid: 'tv:1' as Uid, name: '', address: '' };
const tv: Tv = { member: 'mother' as Uid, name: 'TV', albums: [], pairedAt: 0, until: 10_000_000 };

beforeEach(() => {
  vi.useFakeTimers({ now: 1000, toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] });
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A TV whose calls are answered by `answers`, in their order; the last one again and again. */
function setup(answers: (() => unknown)[], device: TvDevice = { library: undefined }) {
  const calls: string[] = [];
  let report: (person: Person | undefined) => void = () => undefined;
  let watcher: Watcher<Tv | undefined> | undefined;
  const cloud = {
    call: async (name: string) => {
      calls.push(name);
      const [answer = () => ({})] = answers;
      if (answers.length > 1) answers.shift();
      return Promise.resolve(answer());
    },
    watchPerson: (next: typeof report) => {
      report = next;
      return () => undefined;
    },
    watchTv: (_library: LibraryId, _tv: Uid, next: Watcher<Tv | undefined>) => {
      watcher = next;
      return () => undefined;
    },
    signInWithToken: () => {
      report(person);
      return Promise.resolve();
    },
    signOut: () => {
      report(undefined);
      return Promise.resolve();
    },
  } as unknown as Cloud;
  const session = new TvSession(cloud, device, 'TV');
  session.start();
  return {
    session,
    device,
    calls,
    report: (who: Person | undefined) => report(who),
    next: (value: Tv | undefined) => watcher?.next(value),
    fail: (failure: LiveFailure) => {
      const ended = watcher;
      // Nothing is called after `fail`.
      watcher = undefined;
      ended?.fail(failure);
    },
  };
}

const started = () => ({ code: 'AB109XYZ', expiresAt: 0 });
const refused = (error: Error) => () => {
  throw error;
};
/** Waits for a stage; the hash of the secret takes real time. */
async function until(at: string, session: TvSession): Promise<void> {
  while (session.stage.at !== at) await new Promise((resolve) => void setImmediate(resolve));
}

test('shows a code, goes on asking without a network, and becomes the TV that a member let in', async () => {
  const claimed = () => ({ isWaiting: false, token: 'token', library, tv: person.uid });
  const { session, device, report, next } = setup([
    started,
    () => ({ isWaiting: true }),
    refused(new Unreachable(0)),
    claimed,
  ]);
  report(undefined);
  await until('code', session);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(device.library).toBe(library);
  next(tv);
  expect(session.stage).toEqual({ at: 'paired', library, tv });
});

test('asks for no other code by itself when one is over, and says why there is none', async () => {
  const { session, calls, report } = setup([started, () => ({ isWaiting: true })]);
  report(undefined);
  await until('code', session);
  await vi.advanceTimersByTimeAsync(TV_CODE_S * 1000 + 5000);
  expect(session.stage.at).toBe('code-over');
  const asked = calls.length;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(calls).toHaveLength(asked);
  for (const [error, isOffline] of [
    [new Unreachable(0), true],
    [new ApiError('limit-reached'), false],
  ] as const) {
    const { session: other, report: go } = setup([refused(error)]);
    go(undefined);
    await until('failed', other);
    expect(other.stage).toEqual({ at: 'failed', isOffline, isFull: !isOffline });
  }
});

test('watches its document again after an unexpected failure', async () => {
  const { session, report, next, fail } = setup([started], { library });
  report(person);
  fail('broken');
  next(tv);
  expect(session.stage.at).toBe('starting');
  await vi.advanceTimersByTimeAsync(60_000);
  next(tv);
  expect(session.stage).toEqual({ at: 'paired', library, tv });
});

test('ends when it is removed or denied, when its time or its account is gone, and forgets its library', async () => {
  const ends: Record<string, (tvOf: ReturnType<typeof setup>) => unknown> = {
    removed: ({ next }) => next(undefined),
    denied: ({ fail }) => fail('forbidden'),
    'account gone': ({ report }) => report(undefined),
    over: ({ next }) => next({ ...tv, until: 999 }),
    'over while it shows': () => vi.advanceTimersByTime(10_100_000),
  };
  for (const [how, end] of Object.entries(ends)) {
    const shown = setup([started], { library });
    shown.report(person);
    shown.next(tv);
    expect(shown.session.stage.at, how).toBe('paired');
    end(shown);
    expect(shown.session.stage).toEqual({ at: 'ended', why: how.startsWith('over') ? 'over' : 'removed' });
    expect(shown.device.library).toBeUndefined();
    void shown.session.pair();
    await until('code', shown.session);
  }
});
