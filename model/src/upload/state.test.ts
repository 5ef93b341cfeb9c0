import { describe, expect, test } from 'vitest';
import type { ItemId, LibraryId } from '../ids.ts';
import { nextUploadState, tally, type Upload, type UploadEvent, type UploadState } from './state.ts';

const item = 'abcdefghijklmnopqrstuvwxyz234567' as ItemId;
const other = 'bbcdefghijklmnopqrstuvwxyz234567' as ItemId;

const states = {
  queued: { at: 'queued' },
  hashing: { at: 'hashing', done: 5 },
  announcing: { at: 'announcing', item },
  sending: { at: 'sending', item, done: 5 },
  pausedEarly: { at: 'paused', done: 0 },
  paused: { at: 'paused', item, done: 5 },
  processing: { at: 'processing', item },
  ready: { at: 'ready', item, isDuplicate: false },
  failed: { at: 'failed', item, failure: 'unreadable' },
  stopped: { at: 'stopped', stop: 'forbidden' },
} satisfies Record<string, UploadState>;
type Name = keyof typeof states;

const events = {
  started: { type: 'started' },
  read: { type: 'read', done: 7 },
  hashed: { type: 'hashed', item: other },
  announced: { type: 'announced' },
  sent: { type: 'sent', done: 7 },
  uploaded: { type: 'uploaded' },
  ready: { type: 'ready' },
  failed: { type: 'failed', failure: 'too-long' },
  stopped: { type: 'stopped', stop: 'busy' },
  lost: { type: 'lost' },
  retried: { type: 'retried' },
} satisfies Record<UploadEvent['type'], UploadEvent>;
type Event = keyof typeof events;

const processing: UploadState = { at: 'processing', item };
const ready: UploadState = { at: 'ready', item, isDuplicate: false };
const failed: UploadState = { at: 'failed', item, failure: 'too-long' };
const stopped: UploadState = { at: 'stopped', stop: 'busy' };
const queued: UploadState = { at: 'queued' };

/** The next state by state and event; other events leave the state unchanged. */
const table: Record<Name, Partial<Record<Event, UploadState>>> = {
  queued: { started: { at: 'hashing', done: 0 }, stopped, lost: { at: 'paused', done: 0 } },
  hashing: {
    read: { at: 'hashing', done: 7 },
    hashed: { at: 'announcing', item: other },
    stopped,
    // Bytes read for hashing do not count as sent.
    lost: { at: 'paused', done: 0 },
  },
  announcing: {
    announced: { at: 'sending', item, done: 0 },
    uploaded: processing,
    ready,
    failed,
    stopped,
    lost: { at: 'paused', item, done: 0 },
  },
  sending: {
    sent: { at: 'sending', item, done: 7 },
    uploaded: processing,
    ready,
    failed,
    stopped,
    lost: { at: 'paused', item, done: 5 },
  },
  pausedEarly: { stopped, retried: queued },
  paused: { ready, failed, stopped, retried: queued },
  processing: { ready, failed, stopped },
  ready: {},
  failed: { retried: queued },
  stopped: { retried: queued },
};

describe.each(Object.keys(states) as Name[])('from %s', (name) => {
  test.each(Object.keys(events) as Event[])('by %s', (event) => {
    const before = states[name];
    expect(nextUploadState(before, events[event])).toEqual(table[name][event] ?? before);
  });
});

test('an event that does not fit returns the same object, so that nothing re-renders', () => {
  expect(nextUploadState(states.ready, events.sent)).toBe(states.ready);
});

test('late progress events never decrease progress', () => {
  expect(nextUploadState(states.sending, { type: 'sent', done: 3 })).toEqual(states.sending);
  expect(nextUploadState(states.hashing, { type: 'read', done: 3 })).toEqual(states.hashing);
});

test('marks a file that the library already has as a duplicate', () => {
  const next = nextUploadState(states.announcing, { type: 'ready', isDuplicate: true });
  expect(next).toEqual({ at: 'ready', item, isDuplicate: true });
});

test('passes from queued to ready', () => {
  const sequence: Event[] = ['started', 'read', 'hashed', 'announced', 'sent', 'uploaded', 'ready'];
  const passed = sequence.reduce<UploadState[]>(
    (all, event) => [...all, nextUploadState(all.at(-1) ?? queued, events[event])],
    [],
  );
  const names = ['hashing', 'hashing', 'announcing', 'sending', 'sending', 'processing', 'ready'];
  expect(passed.map(({ at }) => at)).toEqual(names);
});

describe('tally', () => {
  const upload = (state: UploadState, size = 10): Upload => ({
    id: 'x',
    library: 'abcdefghij234567abcd' as LibraryId,
    albums: [],
    name: 'a.jpg',
    size,
    isStored: false,
    state,
  });

  test('returns zeros without uploads', () => {
    expect(tally([])).toEqual({ total: 0, ready: 0, unsuccessful: 0, paused: 0, bytes: 0, sent: 0 });
  });

  test('counts ready, failed and paused uploads and their bytes', () => {
    expect(tally(Object.values(states).map((state) => upload(state)))).toEqual({
      total: 10,
      ready: 1,
      unsuccessful: 2,
      paused: 2,
      // Without the file that stopped.
      bytes: 90,
      // 5 sending, 5 paused, and 10 each for processing, ready and failed.
      sent: 40,
    });
  });

  test('does not count the bytes of files that the library had already', () => {
    const { bytes, sent } = tally([
      upload({ at: 'ready', item, isDuplicate: true }),
      upload({ at: 'processing', item, isDuplicate: true }),
      upload({ at: 'ready', item, isDuplicate: false }),
    ]);
    expect([bytes, sent]).toEqual([10, 10]);
  });

  test('does not decrease when the connection is lost', () => {
    const sending = states.sending;
    const before = tally([upload(sending)]).sent;
    expect(tally([upload(nextUploadState(sending, events.lost))]).sent).toBe(before);
  });

  test('never counts more bytes than the files have', () => {
    expect(tally([upload({ at: 'sending', item, done: 99 }), upload({ at: 'paused', item, done: 99 })]).sent).toBe(20);
  });
});
