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

/** A library in memory, behind a network that can go offline. */
class FakeLibrary {
  items = new Map<ItemId, Item>();
  watchers = new Map<ItemId, Watcher<Item | undefined>>();
  submissionWatchers = new Map<SubmissionId, Watcher<Submission | undefined>>();
  sends: { item: string; end: (end: UploadResult) => void; isPaused: boolean; isCancelled: boolean }[] = [];
  calls: [string, unknown][] = [];
  isOnline = true;
  isForbidden = false;
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
        if (this.isForbidden) return Promise.reject(new ApiError('forbidden'));
        this.items.set(item, { ...(announcement as unknown as Item), addedAt: Date.now() });
        return Promise.resolve();
      },
      send: (name, _file, onsent) => {
        const task = {
          item: parseOriginalName(name)?.item ?? name,
          end: (_: UploadResult): void => undefined,
          isPaused: false,
          isCancelled: false,
        };
        const end = new Promise<UploadResult>((resolve) => (task.end = resolve));
        onsent(2);
        this.sends.push(task);
        return {
          end,
          pause: () => (task.isPaused = true),
          resume: () => (task.isPaused = false),
          cancel: () => (task.isCancelled = true),
        };
      },
      watchItem: (_, item, watcher) => {
        this.watchers.set(item, watcher);
        const current = this.items.get(item);
        if (current) watcher.next(current);
        return () => this.watchers.delete(item);
      },
      watchSubmission: (_, id, watcher) => {
        this.submissionWatchers.set(id, watcher);
        return () => this.submissionWatchers.delete(id);
      },
      call: (name: string, request: unknown) => {
        this.calls.push([name, request]);
        if (this.isForbidden) return Promise.reject(new ApiError('rate-limited'));
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

  updateItem(item: ItemId, over: Partial<Item>): void {
    const current = this.items.get(item);
    if (!current) throw new Error('no such item');
    this.items.set(item, { ...current, ...over });
    this.watchers.get(item)?.next(this.items.get(item));
  }
}

let fake: FakeLibrary;
let uploads: Uploads;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue();
  fake = new FakeLibrary();
  uploads = new Uploads(fake.context, fake.network);
});

afterEach(() => {
  uploads.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const settle = () => vi.advanceTimersByTimeAsync(200);
const states = () => uploads.all.map(({ name, state }) => `${name} ${state.at}`);

test('hashes, announces and sends a file, then watches it until it is processed', async () => {
  uploads.add([file('one.jpg')], library, [ALL, album]);
  await settle();
  expect(states()).toEqual(['one.jpg sending']);
  expect(fake.items.get(idOf('one.jpg'))).toMatchObject({
    state: 'uploading',
    uploader: me,
    albums: [ALL, album],
    rev: 1,
  });
  expect(uploads.isSending).toBe(true);
  fake.sends[0]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['one.jpg processing']);
  expect(uploads.isSending).toBe(false);
  fake.updateItem(idOf('one.jpg'), { state: 'ready' });
  await settle();
  expect(states()).toEqual(['one.jpg ready']);
  expect(fake.watchers.size).toBe(0);
  uploads.dismiss();
  await settle();
  expect(uploads.all).toEqual([]);
});

test('dismisses one finished upload, but not one that is being sent', async () => {
  uploads.add([file('one.jpg'), file('empty.jpg', ''), file('empty2.jpg', '')], library, [ALL]);
  await settle();
  for (const { id } of uploads.all.slice(0, 2)) uploads.dismiss(id);
  await settle();
  expect(states()).toEqual(['one.jpg sending', 'empty2.jpg stopped']);
});

test('announces the folder of a file from a folder, and none for a single file', async () => {
  const path = { value: `${'사진'.normalize('NFD')}/1987/one.jpg` };
  uploads.add([Object.defineProperty(file('one.jpg'), 'webkitRelativePath', path), file('two.jpg')], library, [ALL]);
  await settle();
  expect(fake.items.get(idOf('one.jpg'))?.folder).toBe('사진/1987');
  expect(fake.items.get(idOf('two.jpg'))).not.toHaveProperty('folder');
});

test('sends three files at once, not counting those in processing', async () => {
  uploads.add(
    ['1', '2', '3', '4'].map((name) => file(name)),
    library,
    [ALL],
  );
  await settle();
  expect(states()).toEqual(['1 sending', '2 sending', '3 sending', '4 queued']);
  fake.sends[1]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['1 sending', '2 processing', '3 sending', '4 sending']);
});

test('adds an existing item to the album without sending bytes', async () => {
  fake.items.set(idOf('old'), {
    state: 'ready',
    uploader: 'other' as Uid,
    fileName: 'old',
    size: 5,
    albums: [ALL],
    addedAt: 1,
    rev: 1,
    mediaInfo: { kind: 'video', format: 'mp4', variants: [] },
  });
  uploads.add([file('old')], library, [ALL, album]);
  await settle();
  expect(uploads.all[0]?.state).toEqual({ at: 'ready', item: idOf('old'), isDuplicate: true, kind: 'video' });
  expect(fake.calls).toEqual([['addToAlbum', { library, album, items: [idOf('old')] }]]);
  expect(fake.sends).toEqual([]);
});

test('tells the name of an existing file if it may have a date that the item lacks', async () => {
  const name = '2008-05-03.jpg';
  const known = {
    state: 'ready',
    uploader: 'other' as Uid,
    fileName: 'x',
    size: 3,
    albums: [ALL],
    addedAt: 1,
    rev: 1,
  } as const;
  const mediaInfo = { kind: 'photo', format: 'jpeg', variants: [] } as const;
  fake.items.set(idOf(name), { ...known, mediaInfo });
  uploads.add([file(name)], library, [ALL]);
  await settle();
  expect(fake.calls).toEqual([['addFileName', { library, item: idOf(name), fileName: name }]]);
});

test('takes a file out of the trash that the library has there, into all albums of the upload', async () => {
  fake.items.set(idOf('old'), {
    ...{ state: 'ready', uploader: 'other' as Uid, fileName: 'x', size: 3, albums: [ALL, album], addedAt: 1, rev: 1 },
    trashedAt: 2,
  });
  uploads.add([file('old')], library, [ALL, album]);
  await settle();
  expect(states()).toEqual(['old ready']);
  expect(fake.calls).toEqual([ALL, album].map((one) => ['addToAlbum', { library, album: one, items: [idOf('old')] }]));
});

test('announces and sends two files with the same bytes once, also while the first is being sent', async () => {
  uploads.add([file('same'), file('same'), file('other')], library, [ALL]);
  await settle();
  expect(states()).toEqual(['same sending', 'same announcing', 'other sending']);
  fake.sends[0]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['same processing', 'same processing', 'other sending']);
  expect(fake.sends).toHaveLength(2);
});

test('sends the second of two files with the same bytes if the first cannot be read', async () => {
  uploads.add([file('same'), file('same')], library, [ALL]);
  await settle();
  fake.sends[0]?.end('unreadable-file');
  await settle();
  expect(states()).toEqual(['same stopped', 'same sending']);
  fake.sends[1]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['same stopped', 'same processing']);
});

test('stops with a reason: no permission, an empty file, a file that somebody else is sending', async () => {
  fake.items.set(idOf('theirs'), {
    state: 'uploading',
    uploader: 'other' as Uid,
    fileName: 'x',
    size: 5,
    albums: [ALL],
    addedAt: Date.now(),
    rev: 1,
  });
  fake.isForbidden = true;
  uploads.add([file('mine'), file('empty', ''), file('theirs')], library, [ALL]);
  await settle();
  expect(uploads.all.map(({ state }) => state)).toEqual([
    { at: 'stopped', stop: 'forbidden' },
    { at: 'stopped', stop: 'empty' },
    { at: 'stopped', stop: 'busy' },
  ]);
});

test('pauses while offline and resumes without hashing or sending anything twice', async () => {
  uploads.add([file('one'), file('two')], library, [ALL]);
  await settle();
  fake.isOnline = false;
  fake.changed();
  await settle();
  expect(states()).toEqual(['one paused', 'two paused']);
  expect(fake.sends.map(({ isPaused }) => isPaused)).toEqual([true, true]);
  expect(uploads.isSending).toBe(true);
  fake.isOnline = true;
  fake.changed();
  await settle();
  expect(states()).toEqual(['one sending', 'two sending']);
  expect(fake.sends.map(({ isPaused }) => isPaused)).toEqual([false, false]);
  expect(fake.hashes).toBe(2);
  fake.sends[0]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['one processing', 'two sending']);
});

test('retries after a lost connection without an offline event', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  fake.sends[0]?.end('lost');
  await settle();
  expect(states()).toEqual(['one paused']);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(states()).toEqual(['one sending']);
  expect(fake.sends).toHaveLength(2);
});

test('continues if the upload was refused because the object exists already', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  fake.updateItem(idOf('one'), { state: 'processing' });
  fake.sends[0]?.end('refused');
  await settle();
  expect(states()).toEqual(['one processing']);
});

test('waits for functions to ingest an object that another device sent', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  fake.sends[0]?.end('refused');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(states()).toEqual(['one sending']);
  fake.updateItem(idOf('one'), { state: 'processing' });
  await settle();
  expect(states()).toEqual(['one processing']);
});

test('stops as refused if Storage refuses and nothing is ingested', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  fake.sends[0]?.end('refused');
  await vi.advanceTimersByTimeAsync(20_000);
  await settle();
  expect(uploads.all[0]?.state).toEqual({ at: 'stopped', stop: 'refused' });
});

test('a retry reprocesses after a time-out, and hashes and sends again after damage', async () => {
  uploads.add([file('slow'), file('damaged')], library, [ALL]);
  await settle();
  for (const { end } of fake.sends) end('uploaded');
  await settle();
  fake.updateItem(idOf('slow'), { state: 'failed', failure: 'timed-out' });
  fake.updateItem(idOf('damaged'), { state: 'failed', failure: 'damaged' });
  await settle();
  expect(states()).toEqual(['slow failed', 'damaged failed']);
  const [slow, damaged] = uploads.all;
  uploads.retry(slow?.id ?? '');
  uploads.retry(damaged?.id ?? '');
  await settle();
  expect(fake.calls).toEqual([['retryItem', { library, item: idOf('slow') }]]);
  expect(fake.sends).toHaveLength(3);
  expect(fake.hashes).toBe(3);
});

test('cancels everything at sign-out', async () => {
  uploads.add([file('one')], library, [ALL]);
  await settle();
  uploads.close();
  expect(fake.sends[0]?.isCancelled).toBe(true);
  expect(uploads.all).toEqual([]);
});

test('submits the files of a guest, until they await review or are in the album', async () => {
  uploads.submit([file('one.jpg'), file('two.jpg')], library, album);
  await settle();
  const request = { library, album, fileName: 'one.jpg', size: 5 };
  expect(fake.calls[0]).toEqual(['createSubmission', request]);
  const [one, two] = ['1', '2'].map((n) => n.repeat(20) as SubmissionId) as [SubmissionId, SubmissionId];
  expect(fake.sends.map(({ item }) => item)).toEqual([one, two].map((id) => incomingName(library, me, id)));
  for (const { end } of fake.sends) end('uploaded');
  await settle();
  expect(states()).toEqual(['one.jpg processing', 'two.jpg processing']);
  const submission = { by: me, name: '나', album, fileName: 'one.jpg', size: 5, at: 1 } as const;
  fake.submissionWatchers.get(one)?.next({ ...submission, state: 'uploaded' });
  fake.submissionWatchers.get(one)?.next({ ...submission, state: 'pending' });
  fake.submissionWatchers.get(two)?.next({ ...submission, state: 'added' });
  await settle();
  expect(uploads.all.map(({ state }) => state)).toEqual([
    { at: 'ready', item: idOf('one.jpg'), isDuplicate: false, awaitsReview: true },
    { at: 'ready', item: idOf('two.jpg'), isDuplicate: false },
  ]);
  expect(fake.submissionWatchers.size).toBe(0);
  expect(fake.items.size).toBe(0);
});

test('stops with a reason if a submission ended, and a retry creates a new one', async () => {
  uploads.submit([file('one.jpg')], library, album);
  await settle();
  fake.sends[0]?.end('refused');
  await vi.advanceTimersByTimeAsync(21_000);
  expect(states()).toEqual(['one.jpg stopped']);
  uploads.retry(uploads.all[0]?.id ?? '');
  await settle();
  expect(fake.calls).toHaveLength(2);
  fake.sends[1]?.end('uploaded');
  await settle();
  const submission = { by: me, name: '나', album, fileName: 'one.jpg', size: 5, at: 1 } as const;
  fake.submissionWatchers
    .get('2'.repeat(20) as SubmissionId)
    ?.next({ ...submission, state: 'failed', failure: 'not-media' });
  await settle();
  expect(uploads.all[0]?.state).toMatchObject({ at: 'failed', failure: 'not-media' });
  fake.isForbidden = true;
  uploads.submit([file('two.jpg')], library, album);
  await settle();
  expect(uploads.all[1]?.state).toEqual({ at: 'stopped', stop: 'daily-limit' });
});

test('resumes a paused submission without creating a new one', async () => {
  uploads.submit([file('one.jpg')], library, album);
  await settle();
  fake.isOnline = false;
  fake.changed();
  await settle();
  expect(states()).toEqual(['one.jpg paused']);
  fake.isOnline = true;
  fake.changed();
  await settle();
  expect(states()).toEqual(['one.jpg sending']);
  expect(fake.calls).toHaveLength(1);
  expect(fake.sends).toHaveLength(1);
});

test('pauses while nobody is signed in, and resumes when the same person is back', async () => {
  uploads.add([file('first'), file('second')], library, [ALL]);
  await settle();
  fake.sends[0]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['first processing', 'second sending']);
  uploads.suspend();
  await settle();
  expect(states()).toEqual(['first processing', 'second paused']);
  expect(fake.sends[1]?.isCancelled).toBe(true);
  fake.sends[1]?.end('cancelled');
  expect(fake.watchers.size).toBe(0);
  // Neither the retry timer nor the network resumes it while nobody is signed in.
  fake.changed();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states()).toEqual(['first processing', 'second paused']);

  uploads.resume();
  await settle();
  expect(states()).toEqual(['first processing', 'second sending']);
  expect(fake.sends).toHaveLength(3);
  fake.sends[2]?.end('uploaded');
  await settle();
  for (const name of ['first', 'second']) fake.updateItem(idOf(name), { state: 'ready' });
  await settle();
  expect(states()).toEqual(['first ready', 'second ready']);
});
