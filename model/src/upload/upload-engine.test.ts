import { beforeEach, expect, test } from 'vitest';
import { ApiError } from '../api/error.ts';
import { Unreachable } from '../api/unreachable.ts';
import { ALL, itemIdOf, type AlbumId, type ItemId, type LibraryId, type SubmissionId, type Uid } from '../ids.ts';
import type { Favourites } from '../library/favourites.ts';
import type { Item } from '../library/item.ts';
import { MAX_FAVOURITES } from '../limits.ts';
import type { Submission } from '../library/submission.ts';
import { incomingName, originalName, parseOriginalName } from '../paths.ts';
import { hasSent } from './job.ts';
import { keyedMutex } from './keyed-mutex.ts';
import { FakeBytes, fakePlatform, settle as settlePromises } from './platform.fake.ts';
import type { Bytes } from './platform.ts';
import type { FileToAdd, QueuedUpload, UploadPorts, Watcher } from './ports.ts';
import type { ObjectToSend, SendResult } from './send-object.ts';
import { UploadEngine } from './upload-engine.ts';

const library = 'a'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;
const me = 'me' as Uid;
const hexOf = (name: string): string =>
  Array.from(name, (c) => c.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0');
const idOf = (name: string): ItemId => itemIdOf(hexOf(name));
const file = (name: string, size = 5, content = name): FileToAdd<string> => ({ source: content, name, size });

/** A file whose content is its name. */
interface NamedBytes extends Bytes {
  readonly content: string;
}
const named = (content: string, size: number): NamedBytes => Object.assign(new FakeBytes(size), { content });

/** A library in memory, behind a network that can go offline, and a device that keeps a queue. */
class FakeLibrary {
  items = new Map<ItemId, Item>();
  watchers = new Map<ItemId, Set<Watcher<Item | undefined>>>();
  submissionWatchers = new Map<SubmissionId, Watcher<Submission | undefined>>();
  sends: { item: string; object: ObjectToSend; end: (end: SendResult) => void }[] = [];
  calls: [string, unknown][] = [];
  favourites: Favourites = {};
  favouriteWrites = 0;
  stored = new Map<string, { upload: QueuedUpload; source: string }>();
  unreadable = new Set<string>();
  canStore = true;
  isOnline = true;
  isForbidden = false;
  hashes = 0;
  ids = 0;
  changed = (): void => undefined;
  platform = fakePlatform();

  ports: UploadPorts<string> = {
    ...this.platform,
    uid: me,
    exclusive: keyedMutex(),
    report: () => undefined,
    newId: () => String((this.ids += 1)),
    hash: (bytes) => {
      this.hashes += 1;
      return Promise.resolve(hexOf((bytes as NamedBytes).content));
    },
    queue: {
      load: () =>
        Promise.resolve([...this.stored.values()].map(({ upload }) => upload).filter(({ isOver }) => !isOver)),
      add: (added) => {
        for (const one of added) this.stored.set(one.upload.id, { ...one });
        return Promise.resolve(this.canStore ? added.map(({ upload }) => upload.id) : []);
      },
      update: (upload) => {
        const one = this.stored.get(upload.id);
        if (one) one.upload = upload;
        return Promise.resolve();
      },
      remove: (ids) => {
        for (const id of ids) this.stored.delete(id);
        return Promise.resolve();
      },
      open: (id) => {
        const { upload, source = '' } = this.stored.get(id) ?? {};
        return Promise.resolve(this.unreadable.has(source) ? undefined : named(source, upload?.size ?? 0));
      },
      isSent: (_, item) =>
        Promise.resolve([...this.stored.values()].some(({ upload }) => hasSent(upload, library, item))),
    },
    library: {
      readItem: (_, item) =>
        this.isOnline ? Promise.resolve(this.items.get(item)) : Promise.reject(new Unreachable()),
      writeItem: (_, item, announcement) => {
        if (this.isForbidden) return Promise.reject(new ApiError('forbidden'));
        this.items.set(item, { ...(announcement as unknown as Item), addedAt: this.platform.now() });
        return Promise.resolve();
      },
      watchItem: (_, item, watcher) => {
        const all = this.watchers.get(item) ?? new Set();
        this.watchers.set(item, all.add(watcher));
        const current = this.items.get(item);
        if (current) watcher.next(current);
        return () => {
          all.delete(watcher);
          if (all.size === 0) this.watchers.delete(item);
        };
      },
      watchSubmission: (_, id, watcher) => {
        this.submissionWatchers.set(id, watcher);
        return () => this.submissionWatchers.delete(id);
      },
      readFavourites: () => (this.isOnline ? Promise.resolve(this.favourites) : Promise.reject(new Unreachable())),
      writeFavourites: (_, __, added) => {
        this.favouriteWrites += 1;
        this.favourites = { ...this.favourites, ...added };
        return Promise.resolve();
      },
      call: (name: string, request: unknown) => {
        this.calls.push([name, request]);
        if (this.isForbidden) return Promise.reject(new ApiError('rate-limited'));
        const submission = String(this.calls.length).repeat(20);
        return Promise.resolve({ submission } as never);
      },
    },
    send: async (object) => {
      if (object.session === undefined) await object.onsession(`session of ${object.name}`);
      object.onsent(2);
      return new Promise<SendResult>((resolve) => {
        object.signal.addEventListener('abort', () => {
          resolve('lost');
        });
        this.sends.push({ item: parseOriginalName(object.name)?.item ?? object.name, object, end: resolve });
      });
    },
    network: {
      isOnline: () => this.isOnline,
      onchange: (changed) => {
        this.changed = changed;
        return () => undefined;
      },
    },
  };

  updateItem(item: ItemId, over: Partial<Item>): void {
    const current = this.items.get(item);
    if (!current) throw new Error('no such item');
    this.items.set(item, { ...current, ...over });
    for (const { next } of this.watchers.get(item) ?? []) next(this.items.get(item));
  }
}

let fake: FakeLibrary;
let uploads: UploadEngine<string>;

beforeEach(() => {
  fake = new FakeLibrary();
  uploads = new UploadEngine(fake.ports);
});

const settle = settlePromises;
const wait = (ms: number): Promise<void> => fake.platform.runTimers(ms);
const states = () => uploads.uploads.map(({ name, state }) => `${name} ${state.at}`);
const add = (...files: FileToAdd<string>[]): string[] => uploads.add(files, { library, albums: [ALL] });
const submit = (...files: FileToAdd<string>[]): string[] =>
  uploads.add(files, { library, albums: [album], isSubmission: true });

test('hashes, announces and sends a file, then watches it until it is processed', async () => {
  uploads.add([file('one.jpg')], { library, albums: [ALL, album] });
  await settle();
  expect(states()).toEqual(['one.jpg sending']);
  expect(fake.items.get(idOf('one.jpg'))).toMatchObject({
    state: 'uploading',
    uploader: me,
    albums: [ALL, album],
    rev: 1,
  });
  fake.sends[0]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['one.jpg processing']);
  fake.updateItem(idOf('one.jpg'), { state: 'ready' });
  await settle();
  expect(states()).toEqual(['one.jpg ready']);
  expect(fake.watchers.size).toBe(0);
  uploads.removeOver();
  expect([uploads.uploads, fake.stored.size]).toEqual([[], 0]);
});

test('an upload is another object only after it changed', async () => {
  add(file('one'), file('two'));
  await settle();
  const [one, two] = uploads.uploads;
  fake.sends.find(({ item }) => item === idOf('two'))?.end('uploaded');
  await settle();
  expect(uploads.uploads.map((upload) => upload === one || upload === two)).toEqual([true, false]);
  expect(states()).toEqual(['one sending', 'two processing']);
});

test('the next window shows what became ready, until somebody was told', async () => {
  fake.items.set(idOf('two'), { state: 'ready', rev: 1, albums: [ALL] } as unknown as Item);
  add(file('one'), file('two'));
  await settle();
  fake.sends[0]?.end('uploaded');
  await settle();
  fake.updateItem(idOf('one'), { state: 'ready' });
  await settle();
  uploads.close();
  const next = new UploadEngine(fake.ports);
  await next.restore();
  expect(next.uploads.map(({ name, state }) => [name, state.at, state.at === 'ready' && state.isDuplicate])).toEqual([
    ['one', 'ready', false],
    ['two', 'ready', true],
  ]);
  expect(fake.watchers.size).toBe(0);
  next.acknowledge();
  expect([next.uploads.length, fake.stored.size]).toEqual([2, 0]);
});

test('removes what is over, and cancels one that is being sent', async () => {
  const [one = ''] = add(file('one.jpg'), file('empty.jpg', 0));
  await settle();
  uploads.removeOver();
  expect(states()).toEqual(['one.jpg sending']);
  uploads.remove(one);
  expect(fake.sends[0]?.object.signal.aborted).toBe(true);
  expect([states(), fake.stored.size]).toEqual([[], 0]);
});

test('announces the folder of a file from a folder, and none for a single file', async () => {
  add({ ...file('one.jpg'), folder: '사진/1987' }, file('two.jpg'));
  await settle();
  expect(fake.items.get(idOf('one.jpg'))?.folder).toBe('사진/1987');
  expect(fake.items.get(idOf('two.jpg'))).not.toHaveProperty('folder');
});

test('sends three files at once, the smallest first, not counting those in processing', async () => {
  add(file('4', 9), file('1'), file('2'), file('3'));
  await settle();
  expect(states()).toEqual(['4 queued', '1 sending', '2 sending', '3 sending']);
  fake.sends[1]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['4 sending', '1 sending', '2 processing', '3 sending']);
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
  uploads.add([file('old')], { library, albums: [ALL, album] });
  await settle();
  expect(uploads.uploads[0]?.state).toEqual({ at: 'ready', item: idOf('old'), isDuplicate: true, kind: 'video' });
  expect(fake.calls).toEqual([['addToAlbum', { library, album, items: [idOf('old')] }]]);
  expect(fake.sends).toEqual([]);
});

test('does not open a file whose item is known and in the library, nor announces one that cannot be opened', async () => {
  const item: Item = { state: 'ready', uploader: me, fileName: 'x', size: 5, albums: [ALL], addedAt: 1, rev: 1 };
  fake.items.set(idOf('here'), item);
  for (const name of ['here', 'away']) {
    fake.unreadable.add(name);
    uploads.add([{ ...file(name), item: idOf(name) }], { library, albums: [ALL] });
  }
  await settle();
  const [here, away] = uploads.uploads.map(({ state }) => state);
  expect(here).toEqual({ at: 'ready', item: idOf('here'), isDuplicate: true });
  expect(away).toMatchObject({ at: 'stopped', stop: 'unreadable-file' });
  expect(fake.items.has(idOf('away'))).toBe(false);
});

test('tells the name of an existing file if it may have a date that the item lacks', async () => {
  const name = '2008-05-03.jpg';
  fake.items.set(idOf(name), {
    ...{ state: 'ready', uploader: 'other' as Uid, fileName: 'x', size: 3, albums: [ALL], addedAt: 1, rev: 1 },
    mediaInfo: { kind: 'photo', format: 'jpeg', variants: [] },
  });
  add(file(name));
  await settle();
  expect(fake.calls).toEqual([['addFileName', { library, item: idOf(name), fileName: name }]]);
});

test('takes a file out of the trash that the library has there, into all albums of the upload', async () => {
  fake.items.set(idOf('old'), {
    ...{ state: 'ready', uploader: 'other' as Uid, fileName: 'x', size: 3, albums: [ALL, album], addedAt: 1, rev: 1 },
    trashedAt: 2,
  });
  uploads.add([file('old')], { library, albums: [ALL, album] });
  await settle();
  expect(states()).toEqual(['old ready']);
  expect(fake.calls).toEqual([ALL, album].map((one) => ['addToAlbum', { library, album: one, items: [idOf('old')] }]));
});

test('announces and sends two files with the same bytes once, also while the first is being sent', async () => {
  add(file('same'), file('same'), file('other'));
  await settle();
  expect(states()).toEqual(['same sending', 'same announcing', 'other sending']);
  fake.sends[0]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['same processing', 'same processing', 'other sending']);
  expect(fake.sends).toHaveLength(2);
  fake.updateItem(idOf('same'), { state: 'ready' });
  const areDuplicates = uploads.uploads.flatMap(({ state }) => (state.at === 'ready' ? [state.isDuplicate] : []));
  expect(areDuplicates.sort()).toEqual([false, true]);
});

test('sends the second of two files with the same bytes if the first cannot be read', async () => {
  add(file('same'), file('same'));
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
    addedAt: fake.platform.now(),
    rev: 1,
  });
  fake.isForbidden = true;
  add(file('mine'), file('empty', 0), file('theirs'));
  await settle();
  expect(uploads.uploads.map(({ state }) => state)).toEqual([
    { at: 'stopped', stop: 'forbidden' },
    { at: 'stopped', stop: 'empty' },
    { at: 'stopped', stop: 'busy' },
  ]);
});

test('pauses while offline and resumes without hashing or sending anything twice', async () => {
  add(file('one'), file('two'));
  await settle();
  fake.isOnline = false;
  fake.changed();
  await settle();
  expect(states()).toEqual(['one paused', 'two paused']);
  expect(fake.sends.map(({ object }) => object.signal.aborted)).toEqual([true, true]);
  fake.isOnline = true;
  fake.changed();
  await settle();
  expect(states()).toEqual(['one sending', 'two sending']);
  expect(fake.sends.map(({ object }) => object.session)).toEqual([
    ...[undefined, undefined],
    ...['one', 'two'].map((name) => `session of ${originalName(library, idOf(name))}`),
  ]);
  expect(fake.hashes).toBe(2);
  fake.sends[2]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['one processing', 'two sending']);
});

test('retries after a lost connection without an offline event', async () => {
  add(file('one'));
  await settle();
  fake.sends[0]?.end('lost');
  await settle();
  expect(states()).toEqual(['one paused']);
  await wait(3_000);
  expect(states()).toEqual(['one sending']);
  expect(fake.sends).toHaveLength(2);
});

test('waits for the network, although a retry was due while offline', async () => {
  add(file('one'));
  await settle();
  fake.sends[0]?.end('lost');
  await settle();
  fake.isOnline = false;
  fake.changed();
  await wait(3_000);
  expect(states()).toEqual(['one paused']);
});

test('continues if the upload was refused because the object exists already', async () => {
  add(file('one'));
  await settle();
  fake.updateItem(idOf('one'), { state: 'processing' });
  fake.sends[0]?.end('refused');
  await settle();
  expect(states()).toEqual(['one processing']);
});

test('waits for functions to ingest an object that another device sent', async () => {
  add(file('one'));
  await settle();
  fake.sends[0]?.end('refused');
  await wait(5_000);
  expect(states()).toEqual(['one sending']);
  fake.updateItem(idOf('one'), { state: 'processing' });
  await settle();
  expect(states()).toEqual(['one processing']);
});

test('stops as refused if Storage refuses and nothing is ingested', async () => {
  add(file('one'));
  await settle();
  fake.sends[0]?.end('refused');
  await wait(20_000);
  await settle();
  expect(uploads.uploads[0]?.state).toEqual({ at: 'stopped', stop: 'refused' });
});

test('a retry reprocesses after a time-out, and hashes and sends again after damage', async () => {
  add(file('slow'), file('damaged'));
  await settle();
  for (const { end } of fake.sends) end('uploaded');
  await settle();
  fake.updateItem(idOf('slow'), { state: 'failed', failure: 'timed-out' });
  fake.updateItem(idOf('damaged'), { state: 'failed', failure: 'damaged' });
  await settle();
  expect(states()).toEqual(['slow failed', 'damaged failed']);
  const [slow, damaged] = uploads.uploads;
  uploads.retry(slow?.id ?? '');
  uploads.retry(damaged?.id ?? '');
  await settle();
  expect(fake.calls).toEqual([['retryItem', { library, item: idOf('slow') }]]);
  expect(fake.sends).toHaveLength(3);
  expect(fake.hashes).toBe(3);
});

test('cancels everything at sign-out', async () => {
  add(file('one'));
  await settle();
  uploads.close();
  expect(fake.sends[0]?.object.signal.aborted).toBe(true);
  expect(uploads.uploads).toEqual([]);
});

test('submits the files of a guest, until they await review or are in the album', async () => {
  submit(file('one.jpg'), file('two.jpg'));
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
  expect(uploads.uploads.map(({ state }) => state)).toEqual([
    { at: 'ready', item: idOf('one.jpg'), isDuplicate: false, awaitsReview: true },
    { at: 'ready', item: idOf('two.jpg'), isDuplicate: false },
  ]);
  expect(fake.submissionWatchers.size).toBe(0);
  expect(fake.items.size).toBe(0);
});

test('stops with a reason if a submission ended, and a retry creates a new one', async () => {
  submit(file('one.jpg'));
  await settle();
  fake.sends[0]?.end('refused');
  await wait(21_000);
  expect(states()).toEqual(['one.jpg stopped']);
  uploads.retry(uploads.uploads[0]?.id ?? '');
  await settle();
  expect(fake.calls).toHaveLength(2);
  fake.sends[1]?.end('uploaded');
  await settle();
  const submission = { by: me, name: '나', album, fileName: 'one.jpg', size: 5, at: 1 } as const;
  fake.submissionWatchers
    .get('2'.repeat(20) as SubmissionId)
    ?.next({ ...submission, state: 'failed', failure: 'not-media' });
  await settle();
  expect(uploads.uploads[0]?.state).toMatchObject({ at: 'failed', failure: 'not-media' });
  fake.isForbidden = true;
  submit(file('two.jpg'));
  await settle();
  expect(uploads.uploads[1]?.state).toEqual({ at: 'stopped', stop: 'daily-limit' });
});

test('resumes a paused submission without creating a new one', async () => {
  submit(file('one.jpg'));
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
  expect(fake.sends[1]?.object.session).toBeDefined();
});

test('pauses while nobody is signed in, and resumes when the same person is back', async () => {
  add(file('first'), file('second'));
  await settle();
  fake.sends[0]?.end('uploaded');
  await settle();
  expect(states()).toEqual(['first processing', 'second sending']);
  uploads.hold('signed-out');
  await settle();
  expect(states()).toEqual(['first processing', 'second paused']);
  expect(fake.sends[1]?.object.signal.aborted).toBe(true);
  expect(fake.watchers.size).toBe(0);
  // Neither the retry timer nor the network resumes it while nobody is signed in.
  fake.changed();
  await wait(60_000);
  expect(states()).toEqual(['first processing', 'second paused']);

  uploads.release('signed-out');
  await settle();
  expect(states()).toEqual(['first processing', 'second sending']);
  expect(fake.sends).toHaveLength(3);
  fake.sends[2]?.end('uploaded');
  await settle();
  for (const name of ['first', 'second']) fake.updateItem(idOf(name), { state: 'ready' });
  await settle();
  expect(states()).toEqual(['first ready', 'second ready']);
});

test('the next window continues sessions, watches what was sent, and leaves what is over', async () => {
  add(file('sent'), file('half'), file('third'), file('waiting'), file('empty', 0));
  await settle();
  fake.sends[0]?.end('uploaded');
  await settle();
  uploads.close();
  await settle();
  fake.sends.length = fake.hashes = 0;
  uploads = new UploadEngine(fake.ports);
  await uploads.restore();
  await settle();
  expect(states()).toEqual(['sent processing', 'half sending', 'third sending', 'waiting sending']);
  expect(fake.hashes).toBe(0);
  expect(fake.sends.map(({ object }) => object.session !== undefined)).toEqual([true, true, true]);
  fake.updateItem(idOf('sent'), { state: 'ready' });
  expect(states()[0]).toBe('sent ready');
});

test('a file that cannot be read any more continues where it was when it is chosen again', async () => {
  add(file('tape'));
  await settle();
  uploads.close();
  fake.unreadable.add('tape');
  uploads = new UploadEngine(fake.ports);
  await uploads.restore();
  await settle();
  expect(uploads.uploads[0]?.state).toEqual({ at: 'stopped', stop: 'unreadable-file' });
  fake.unreadable.clear();
  uploads.add([file('tape 2', 5, 'tape')], { library, albums: [album] });
  await settle();
  expect(uploads.uploads).toMatchObject([{ name: 'tape 2', albums: [album, ALL], state: { at: 'sending' } }]);
  expect(fake.sends.at(-1)?.object.session).toBeDefined();
});

test('a person pauses and continues all uploads; what is hashed meanwhile is not sent', async () => {
  let finish: (sha256: string) => void = () => undefined;
  const hash = new Promise<string>((resolve) => (finish = resolve));
  const plain = fake.ports.hash;
  uploads.close();
  uploads = new UploadEngine({
    ...fake.ports,
    hash: (bytes, ...rest) => ((bytes as NamedBytes).content === 'slow' ? hash : plain(bytes, ...rest)),
  });
  add(file('one'), file('slow'));
  await settle();
  uploads.hold('paused');
  await settle();
  finish(hexOf('slow'));
  await wait(60_000);
  expect(states()).toEqual(['one paused', 'slow paused']);
  expect(fake.sends).toHaveLength(1);
  uploads.release('paused');
  await settle();
  expect(states()).toEqual(['one sending', 'slow sending']);
});

test('waits longer after each lost connection', async () => {
  add(file('one'));
  await settle();
  const attempts = async (ms: number): Promise<number> => {
    fake.sends.at(-1)?.end('lost');
    await wait(ms);
    return fake.sends.length;
  };
  expect(await attempts(1_000)).toBe(2);
  expect(await attempts(1_000)).toBe(2);
  await wait(2_000);
  expect(fake.sends).toHaveLength(3);
});

test('retries everything that can be retried at once', async () => {
  fake.items.set(idOf('busy'), {
    ...{ state: 'uploading', uploader: 'other' as Uid, fileName: 'x', size: 5, albums: [ALL], rev: 1 },
    addedAt: fake.platform.now(),
  });
  add(file('busy'), file('empty', 0), file('unreadable'));
  fake.unreadable.add('unreadable');
  await settle();
  expect(states()).toEqual(['busy stopped', 'empty stopped', 'unreadable stopped']);
  fake.items.clear();
  fake.unreadable.clear();
  uploads.retryAll();
  await settle();
  expect(states()).toEqual(['busy sending', 'empty stopped', 'unreadable sending']);
});

test('what was a favourite becomes one of the person before it is ready; others stay as they are', async () => {
  const place = { album, sortKey: 'where it was' };
  const ready = (over: Partial<Item> = {}): Item => ({
    ...{ state: 'ready', uploader: me, fileName: 'x', size: 5, albums: [album], addedAt: 7, rev: 1, token: 't' },
    mediaInfo: { kind: 'photo', format: 'jpeg', variants: [], width: 3, height: 2 },
    ...over,
  });
  const favourite = (name: string) => ({ ...file(name), isFavourite: true }) as const;
  fake.items.set(idOf('old'), ready({ albums: [album, ALL] }));
  fake.items.set(idOf('kept'), ready());
  fake.items.set(idOf('clip'), ready({ motionOf: idOf('old') }));
  fake.favourites = { [idOf('kept')]: place };
  const all = [favourite('new'), favourite('old'), favourite('kept'), favourite('clip'), file('plain')];
  uploads.add(all, { library, albums: [album] });
  await settle();
  for (const { end } of fake.sends) end('uploaded');
  await settle();
  // The window ends before the favourites are written.
  uploads.close();
  const next = new UploadEngine(fake.ports);
  await next.restore();
  fake.isOnline = false;
  fake.updateItem(idOf('new'), ready());
  fake.updateItem(idOf('plain'), ready());
  await wait(3000);
  expect(next.uploads.find(({ name }) => name === 'new')?.state.at).toBe('processing');
  fake.isOnline = true;
  fake.changed();
  await wait(20_000);
  expect(next.uploads.map(({ state }) => state.at)).toEqual(all.map(() => 'ready'));
  expect(fake.favourites).toEqual({
    [idOf('kept')]: place,
    [idOf('new')]: { album, sortKey: '~000000000000007' },
    [idOf('old')]: { album: ALL, sortKey: '~000000000000007' },
  });
  expect(fake.favouriteWrites).toBeLessThan(3);
  expect([...fake.stored.values()].filter(({ upload }) => upload.isFavourite)).toEqual([]);
});

test('a person whose favourites are full gets no more of them', async () => {
  const place = { album: ALL, sortKey: 'x' };
  fake.favourites = Object.fromEntries(Array.from({ length: MAX_FAVOURITES }, (_, n) => [idOf(String(n)), place]));
  fake.items.set(idOf('old'), { state: 'ready', albums: [ALL], rev: 1, token: 't', mediaInfo: {} } as unknown as Item);
  uploads.add([{ ...file('old'), isFavourite: true }], { library, albums: [ALL] });
  await wait(5000);
  expect([states(), fake.favouriteWrites]).toEqual([['old ready'], 0]);
});

test('says which uploads the device cannot keep', async () => {
  fake.canStore = false;
  add(file('one'));
  await settle();
  expect(uploads.uploads[0]?.isStored).toBe(false);
  fake.canStore = true;
  add(file('two'));
  await settle();
  expect(uploads.uploads[1]?.isStored).toBe(true);
});
