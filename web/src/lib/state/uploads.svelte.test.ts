import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import { ALL, itemIdOf, type AlbumId, type ItemId, type LibraryId, type SubmissionId, type Uid } from '@maru/model/ids';
import type { Item } from '@maru/model/library/item';
import { incomingName, parseOriginalName } from '@maru/model/paths';
import type { Submission } from '@maru/model/library/submission';
import { Unreachable, type UploadResult, type Watcher } from '../firebase/cloud.ts';
import type { UploadContext } from './transfer.ts';
import { Uploads, type Network } from './uploads.svelte.ts';

const library = 'a'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;
const me = 'me' as Uid;
const hexOf = (name: string): string =>
  Array.from(name, (c) => c.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0');
const idOf = (name: string): ItemId => itemIdOf(hexOf(name));
const file = (name: string, text = 'bytes'): File => new File([text], name);

/** A library in memory that a person may upload to, with a network that can go offline. */
class Place {
  items = new Map<ItemId, Item>();
  watchers = new Map<ItemId, Watcher<Item | undefined>>();
  offerWatchers = new Map<SubmissionId, Watcher<Submission | undefined>>();
  sends: { item: string; end: (end: UploadResult) => void; isPaused: boolean; isCancelled: boolean }[] = [];
  calls: [string, unknown][] = [];
  isOnline = true;
  mayNot = false;
  hashes = 0;
  changed = (): void => undefined;

  context: UploadContext = {
    uid: me,
    now: () => Date.now(),
    hash: (blob) => {
      this.hashes += 1;
      return Promise.resolve(hexOf((blob as File).name));
    },
    cloud: {
      readItem: (_, item) =>
        this.isOnline ? Promise.resolve(this.items.get(item)) : Promise.reject(new Unreachable()),
      writeItem: (_, item, announcement) => {
        if (this.mayNot) return Promise.reject(new ApiError('may-not'));
        this.items.set(item, { ...(announcement as unknown as Item), addedAt: Date.now() });
        return Promise.resolve();
      },
      send: (name, _file, onsent) => {
        const sending = {
          item: parseOriginalName(name)?.item ?? name,
          end: (_: UploadResult): void => undefined,
          isPaused: false,
          isCancelled: false,
        };
        const end = new Promise<UploadResult>((resolve) => (sending.end = resolve));
        onsent(2);
        this.sends.push(sending);
        return {
          end,
          pause: () => (sending.isPaused = true),
          resume: () => (sending.isPaused = false),
          cancel: () => (sending.isCancelled = true),
        };
      },
      watchItem: (_, item, watcher) => {
        this.watchers.set(item, watcher);
        const known = this.items.get(item);
        if (known) watcher.next(known);
        return () => this.watchers.delete(item);
      },
      watchOffer: (_, offer, watcher) => {
        this.offerWatchers.set(offer, watcher);
        return () => this.offerWatchers.delete(offer);
      },
      call: (name: string, ask: unknown) => {
        this.calls.push([name, ask]);
        if (this.mayNot) return Promise.reject(new ApiError('too-often'));
        const submission = String(this.calls.length).repeat(20);
        return Promise.resolve({ submission } as never);
      },
    },
  };

  network: Network = {
    isOnline: () => this.isOnline,
    onchange: (changed) => {
      this.changed = changed;
      return () => undefined;
    },
  };

  becomes(item: ItemId, over: Partial<Item>): void {
    const known = this.items.get(item);
    if (!known) throw new Error('no such item');
    this.items.set(item, { ...known, ...over });
    this.watchers.get(item)?.next(this.items.get(item));
  }
}

let place: Place;
let uploads: Uploads;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue();
  place = new Place();
  uploads = new Uploads(place.context, place.network);
});

afterEach(() => {
  uploads.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const settle = () => vi.advanceTimersByTimeAsync(200);
const states = () => uploads.all.map(({ name, state }) => `${name} ${state.at}`);

test('a file is read, announced, sent and watched until it is made', async () => {
  uploads.add([file('one.jpg')], library, [ALL, album]);
  await settle();
  expect(states()).toEqual(['one.jpg sending']);
  expect(place.items.get(idOf('one.jpg'))).toMatchObject({
    state: 'uploading',
    uploader: me,
    albums: [ALL, album],
    rev: 1,
  });
  expect(uploads.isSending).toBe(true);
  place.sends[0]?.end('arrived');
  await settle();
  expect(states()).toEqual(['one.jpg processing']);
  expect(uploads.isSending).toBe(false);
  place.becomes(idOf('one.jpg'), { state: 'ready' });
  await settle();
  expect(states()).toEqual(['one.jpg ready']);
  expect(place.watchers.size).toBe(0);
  uploads.dismiss();
  await settle();
  expect(uploads.all).toEqual([]);
});

test('one finished file is taken off the list by itself, one that is being sent stays', async () => {
  uploads.add([file('one.jpg'), file('empty.jpg', ''), file('void.jpg', '')], library, [ALL]);
  await settle();
  for (const { id } of uploads.all.slice(0, 2)) uploads.dismiss(id);
  await settle();
  expect(states()).toEqual(['one.jpg sending', 'void.jpg stopped']);
});

test('a file out of a folder says which, a single one says none', async () => {
  const path = { value: `${'사진'.normalize('NFD')}/1987/one.jpg` };
  uploads.add([Object.defineProperty(file('one.jpg'), 'webkitRelativePath', path), file('two.jpg')], library, [ALL]);
  await settle();
  expect(place.items.get(idOf('one.jpg'))?.folder).toBe('사진/1987');
  expect(place.items.get(idOf('two.jpg'))).not.toHaveProperty('folder');
});

test('three are sent at once, and what is being made holds nobody up', async () => {
  uploads.add(
    ['1', '2', '3', '4'].map((name) => file(name)),
    library,
    [ALL],
  );
  await settle();
  expect(states()).toEqual(['1 sending', '2 sending', '3 sending', '4 waiting']);
  place.sends[1]?.end('arrived');
  await settle();
  expect(states()).toEqual(['1 sending', '2 processing', '3 sending', '4 sending']);
});

test('what is here already is put into the album, and no byte is sent', async () => {
  place.items.set(idOf('old'), {
    state: 'ready',
    uploader: 'other' as Uid,
    fileName: 'old',
    size: 5,
    albums: [ALL],
    addedAt: 1,
    rev: 1,
  });
  uploads.add([file('old')], library, [ALL, album]);
  await settle();
  expect(uploads.all[0]?.state).toEqual({ at: 'ready', item: idOf('old'), isDuplicate: true });
  expect(place.calls).toEqual([['addToAlbum', { library, album, items: [idOf('old')] }]]);
  expect(place.sends).toEqual([]);
});

test('the same bytes twice are announced and sent once, also while they are still on their way', async () => {
  uploads.add([file('same'), file('same'), file('other')], library, [ALL]);
  await settle();
  expect(states()).toEqual(['same sending', 'same announcing', 'other sending']);
  place.sends[0]?.end('arrived');
  await settle();
  expect(states()).toEqual(['same processing', 'same processing', 'other sending']);
  expect(place.sends).toHaveLength(2);
});

test('when the first of two with the same bytes cannot be sent, the second is', async () => {
  uploads.add([file('same'), file('same')], library, [ALL]);
  await settle();
  place.sends[0]?.end('unreadable-file');
  await settle();
  expect(states()).toEqual(['same stopped', 'same sending']);
  place.sends[1]?.end('arrived');
  await settle();
  expect(states()).toEqual(['same stopped', 'same processing']);
});

test('who may not, an empty file, and a file that somebody else is sending stop with their reason', async () => {
  place.items.set(idOf('theirs'), {
    state: 'uploading',
    uploader: 'other' as Uid,
    fileName: 'x',
    size: 5,
    albums: [ALL],
    addedAt: Date.now(),
    rev: 1,
  });
  place.mayNot = true;
  uploads.add([file('mine'), file('empty', ''), file('theirs')], library, [ALL]);
  await settle();
  expect(uploads.all.map(({ state }) => state)).toEqual([
    { at: 'stopped', stop: 'may-not' },
    { at: 'stopped', stop: 'empty' },
    { at: 'stopped', stop: 'busy' },
  ]);
});

test('without a network it waits, and goes on by itself where it was: nothing is read or sent twice', async () => {
  uploads.add([file('one'), file('two')], library, [ALL]);
  await settle();
  place.isOnline = false;
  place.changed();
  await settle();
  expect(states()).toEqual(['one paused', 'two paused']);
  expect(place.sends.map(({ isPaused }) => isPaused)).toEqual([true, true]);
  expect(uploads.isSending).toBe(true);
  place.isOnline = true;
  place.changed();
  await settle();
  expect(states()).toEqual(['one sending', 'two sending']);
  expect(place.sends.map(({ isPaused }) => isPaused)).toEqual([false, false]);
  expect(place.hashes).toBe(2);
  place.sends[0]?.end('arrived');
  await settle();
  expect(states()).toEqual(['one processing', 'two sending']);
});

test('a connection that breaks unnoticed is tried again after a while', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  place.sends[0]?.end('lost');
  await settle();
  expect(states()).toEqual(['one paused']);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(states()).toEqual(['one sending']);
  expect(place.sends).toHaveLength(2);
});

test('when only the answer of an upload was lost, it is made all the same', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  place.becomes(idOf('one'), { state: 'processing' });
  place.sends[0]?.end('refused');
  await settle();
  expect(states()).toEqual(['one processing']);
});

test('when another device sent the same bytes, functions are given a moment to say so', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  place.sends[0]?.end('refused');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(states()).toEqual(['one sending']);
  place.becomes(idOf('one'), { state: 'processing' });
  await settle();
  expect(states()).toEqual(['one processing']);
});

test('when storage says no, it says so', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  place.sends[0]?.end('refused');
  await vi.advanceTimersByTimeAsync(20_000);
  await settle();
  expect(uploads.all[0]?.state).toEqual({ at: 'stopped', stop: 'refused' });
});

test('again: what may mend is made again without its bytes, what came damaged is read and sent again', async () => {
  uploads.add([file('slow'), file('torn')], library, [ALL]);
  await settle();
  for (const { end } of place.sends) end('arrived');
  await settle();
  place.becomes(idOf('slow'), { state: 'failed', failure: 'took-too-long' });
  place.becomes(idOf('torn'), { state: 'failed', failure: 'damaged' });
  await settle();
  expect(states()).toEqual(['slow failed', 'torn failed']);
  const [slow, torn] = uploads.all;
  uploads.again(slow?.id ?? '');
  uploads.again(torn?.id ?? '');
  await settle();
  expect(place.calls).toEqual([['retryItem', { library, item: idOf('slow') }]]);
  expect(place.sends).toHaveLength(3);
  expect(place.hashes).toBe(3);
});

test('at sign-out everything ends', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  uploads.close();
  expect(place.sends[0]?.isCancelled).toBe(true);
  expect(uploads.all).toEqual([]);
});

test("a guest's file is offered, sent to where guests send, and waits for the family or is in the album", async () => {
  uploads.offer([file('one.jpg'), file('two.jpg')], library, album);
  await settle();
  const ask = { library, album, fileName: 'one.jpg', size: 5 };
  expect(place.calls[0]).toEqual(['createSubmission', ask]);
  const [one, two] = ['1', '2'].map((n) => n.repeat(20) as SubmissionId) as [SubmissionId, SubmissionId];
  expect(place.sends.map(({ item }) => item)).toEqual([one, two].map((id) => incomingName(library, me, id)));
  for (const { end } of place.sends) end('arrived');
  await settle();
  expect(states()).toEqual(['one.jpg processing', 'two.jpg processing']);
  const offer = { by: me, name: '나', album, fileName: 'one.jpg', size: 5, at: 1 } as const;
  place.offerWatchers.get(one)?.next({ ...offer, state: 'arrived' });
  place.offerWatchers.get(one)?.next({ ...offer, state: 'waiting' });
  place.offerWatchers.get(two)?.next({ ...offer, state: 'added' });
  await settle();
  expect(uploads.all.map(({ state }) => state)).toEqual([
    { at: 'ready', item: idOf('one.jpg'), isDuplicate: false, awaitsReview: true },
    { at: 'ready', item: idOf('two.jpg'), isDuplicate: false },
  ]);
  expect(place.offerWatchers.size).toBe(0);
  expect(place.items.size).toBe(0);
});

test('an offer that came to nothing says why, and the next try is a new one', async () => {
  uploads.offer([file('one.jpg')], library, album);
  await settle();
  place.sends[0]?.end('refused');
  await vi.advanceTimersByTimeAsync(21_000);
  expect(states()).toEqual(['one.jpg stopped']);
  uploads.again(uploads.all[0]?.id ?? '');
  await settle();
  expect(place.calls).toHaveLength(2);
  place.sends[1]?.end('arrived');
  await settle();
  const offer = { by: me, name: '나', album, fileName: 'one.jpg', size: 5, at: 1 } as const;
  place.offerWatchers.get('2'.repeat(20) as SubmissionId)?.next({ ...offer, state: 'failed', failure: 'not-media' });
  await settle();
  expect(uploads.all[0]?.state).toMatchObject({ at: 'failed', failure: 'not-media' });
  place.mayNot = true;
  uploads.offer([file('two.jpg')], library, album);
  await settle();
  expect(uploads.all[1]?.state).toEqual({ at: 'stopped', stop: 'daily-limit' });
});

test('an offer that was paused goes on as it was announced', async () => {
  uploads.offer([file('one.jpg')], library, album);
  await settle();
  place.isOnline = false;
  place.changed();
  await settle();
  expect(states()).toEqual(['one.jpg paused']);
  place.isOnline = true;
  place.changed();
  await settle();
  expect(states()).toEqual(['one.jpg sending']);
  expect(place.calls).toHaveLength(1);
  expect(place.sends).toHaveLength(1);
});

test('what was on its way waits while nobody is signed in, and goes on when they are back', async () => {
  uploads.add([file('made'), file('sent')], library, [ALL]);
  await settle();
  place.sends[0]?.end('arrived');
  await settle();
  expect(states()).toEqual(['made processing', 'sent sending']);
  uploads.suspend();
  await settle();
  expect(states()).toEqual(['made processing', 'sent paused']);
  expect(place.sends[1]?.isCancelled).toBe(true);
  place.sends[1]?.end('cancelled');
  expect(place.watchers.size).toBe(0);
  // Neither time nor the network resumes it without its person.
  place.changed();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states()).toEqual(['made processing', 'sent paused']);

  uploads.resume();
  await settle();
  expect(states()).toEqual(['made processing', 'sent sending']);
  expect(place.sends).toHaveLength(3);
  place.sends[2]?.end('arrived');
  await settle();
  for (const name of ['made', 'sent']) place.becomes(idOf(name), { state: 'ready' });
  await settle();
  expect(states()).toEqual(['made ready', 'sent ready']);
});
