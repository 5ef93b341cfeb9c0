import { describe, expect, test } from 'vitest';
import type { ItemId, LibraryId } from '../ids.ts';
import { nextUploadState, tally, type Upload, type UploadEvent, type UploadState } from './state.ts';

const item = 'abcdefghijklmnopqrstuvwxyz234567' as ItemId;
const other = 'bbcdefghijklmnopqrstuvwxyz234567' as ItemId;

const states = {
  waiting: { at: 'waiting' },
  hashing: { at: 'hashing', done: 5 },
  announcing: { at: 'announcing', item },
  sending: { at: 'sending', item, done: 5 },
  pausedEarly: { at: 'paused', done: 0 },
  paused: { at: 'paused', item, done: 5 },
  making: { at: 'making', item },
  ready: { at: 'ready', item, already: false },
  failed: { at: 'failed', item, failure: 'unreadable' },
  stopped: { at: 'stopped', stop: 'may-not' },
} satisfies Record<string, UploadState>;
type Name = keyof typeof states;

const events = {
  started: { type: 'started' },
  read: { type: 'read', done: 7 },
  hashed: { type: 'hashed', item: other },
  announced: { type: 'announced' },
  sent: { type: 'sent', done: 7 },
  arrived: { type: 'arrived' },
  made: { type: 'made' },
  failed: { type: 'failed', failure: 'too-long' },
  stopped: { type: 'stopped', stop: 'busy' },
  lost: { type: 'lost' },
  again: { type: 'again' },
} satisfies Record<UploadEvent['type'], UploadEvent>;
type Event = keyof typeof events;

const making: UploadState = { at: 'making', item };
const ready: UploadState = { at: 'ready', item, already: false };
const failed: UploadState = { at: 'failed', item, failure: 'too-long' };
const stopped: UploadState = { at: 'stopped', stop: 'busy' };
const waiting: UploadState = { at: 'waiting' };

/** Where each event leads from each state; what is not here leaves the state as it is. */
const table: Record<Name, Partial<Record<Event, UploadState>>> = {
  waiting: { started: { at: 'hashing', done: 0 }, stopped, lost: { at: 'paused', done: 0 } },
  hashing: {
    read: { at: 'hashing', done: 7 },
    hashed: { at: 'announcing', item: other },
    stopped,
    // Bytes that were read are not bytes that were sent.
    lost: { at: 'paused', done: 0 },
  },
  announcing: {
    announced: { at: 'sending', item, done: 0 },
    arrived: making,
    made: ready,
    failed,
    stopped,
    lost: { at: 'paused', item, done: 0 },
  },
  sending: {
    sent: { at: 'sending', item, done: 7 },
    arrived: making,
    made: ready,
    failed,
    stopped,
    lost: { at: 'paused', item, done: 5 },
  },
  pausedEarly: { stopped, again: waiting },
  paused: { made: ready, failed, stopped, again: waiting },
  making: { made: ready, failed, stopped },
  ready: {},
  failed: { again: waiting },
  stopped: { again: waiting },
};

describe.each(Object.keys(states) as Name[])('from %s', (name) => {
  test.each(Object.keys(events) as Event[])('by %s', (event) => {
    const before = states[name];
    expect(nextUploadState(before, events[event])).toEqual(table[name][event] ?? before);
  });
});

test('what does not fit is the same object, so that nothing is drawn anew', () => {
  expect(nextUploadState(states.ready, events.sent)).toBe(states.ready);
});

test('progress never goes back: events come late', () => {
  expect(nextUploadState(states.sending, { type: 'sent', done: 3 })).toEqual(states.sending);
  expect(nextUploadState(states.hashing, { type: 'read', done: 3 })).toEqual(states.hashing);
});

test('what the library had already says so', () => {
  const next = nextUploadState(states.announcing, { type: 'made', already: true });
  expect(next).toEqual({ at: 'ready', item, already: true });
});

test('one file from the picker to the album', () => {
  const way: Event[] = ['started', 'read', 'hashed', 'announced', 'sent', 'arrived', 'made'];
  const passed = way.reduce<UploadState[]>(
    (all, event) => [...all, nextUploadState(all.at(-1) ?? waiting, events[event])],
    [],
  );
  const names = ['hashing', 'hashing', 'announcing', 'sending', 'sending', 'making', 'ready'];
  expect(passed.map(({ at }) => at)).toEqual(names);
});

describe('the tally', () => {
  const upload = (state: UploadState, size = 10): Upload => ({
    id: 'x',
    library: 'abcdefghij234567abcd' as LibraryId,
    albums: [],
    name: 'a.jpg',
    size,
    state,
  });

  test('of nothing is nothing', () => {
    expect(tally([])).toEqual({ total: 0, ready: 0, wrong: 0, paused: 0, bytes: 0, sent: 0 });
  });

  test('counts what is over, what waits and what went wrong, and bytes', () => {
    expect(tally(Object.values(states).map((state) => upload(state)))).toEqual({
      total: 10,
      ready: 1,
      wrong: 2,
      paused: 2,
      bytes: 100,
      // 5 of what is sending, 5 of what paused, and all of what is made, ready or failed.
      sent: 40,
    });
  });

  test('does not fall back when the network goes', () => {
    const sending = states.sending;
    const before = tally([upload(sending)]).sent;
    expect(tally([upload(nextUploadState(sending, events.lost))]).sent).toBe(before);
  });

  test('never says more bytes than there are', () => {
    expect(tally([upload({ at: 'sending', item, done: 99 }), upload({ at: 'paused', item, done: 99 })]).sent).toBe(20);
  });
});
