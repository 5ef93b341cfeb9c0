import { afterEach, expect, test, vi } from 'vitest';
import { ALL, type LibraryId, type Uid } from '@maru/model/ids';
// Loaded before the test, which waits only for what follows.
import '@maru/model/upload/upload-engine';
import { keyedMutex } from '@maru/model/upload/keyed-mutex';
import type { QueuedUpload } from '@maru/model/upload/ports';
import { platform } from '../platform.ts';
import { Uploads } from './uploads.svelte.ts';

type Ports = ConstructorParameters<typeof Uploads>[0];

const library = 'a'.repeat(20) as LibraryId;
afterEach(() => {
  vi.useRealTimers();
});

/** A queue that an earlier window left, of files of 5 bytes that are hashed for ever; what is added is stored when `stored` resolves. */
const portsWith = (
  left: readonly QueuedUpload[],
  added: QueuedUpload[] = [],
  stored: Promise<readonly string[]> = Promise.resolve([]),
  id = 1,
): Ports => ({
  ...platform,
  uid: 'me' as Uid,
  exclusive: keyedMutex(),
  report: () => undefined,
  newId: () => String((id += 1)),
  hash: () => new Promise(() => undefined),
  send: () => new Promise(() => undefined),
  library: {} as Ports['library'],
  network: { isOnline: () => true, onchange: () => () => undefined },
  queue: {
    load: () => Promise.resolve(left),
    add: (all) => {
      added.push(...all.map(({ upload }) => upload));
      return stored;
    },
    update: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    open: () => Promise.resolve(new Blob(['12345'])),
    isSent: () => Promise.resolve(false),
    note: () => undefined,
    importing: () => Promise.resolve(new Set()),
    forgetZips: () => Promise.resolve(),
  },
});

test('shows uploads in batches, with the folder of each file and those of the last window, and tells when they are kept', async () => {
  vi.useFakeTimers();
  const added: QueuedUpload[] = [];
  const { promise: stored, resolve: store } = Promise.withResolvers<readonly string[]>();
  let isKept = false;
  const earlier = { id: '1', library, albums: [ALL], name: 'earlier.jpg', size: 4 };
  const ports = portsWith([earlier], added, stored);
  const pause = { isPaused: true, onchange: () => () => undefined };
  const uploads = new Uploads(ports, { pause, lacksDate: ({ name }) => Promise.resolve(name === 'one.jpg') });
  // Another window, or this one before it was reloaded, paused the earlier upload; this file is new.
  expect(uploads.isPaused).toBe(true);
  const path = { value: `${'사진'.normalize('NFD')}/1987/one.jpg` };
  const file = Object.defineProperty(new File(['12345'], 'one.jpg'), 'webkitRelativePath', path);
  void uploads.add([file], library, [ALL]).then(() => (isKept = true));
  expect(uploads.all).toEqual([]);
  expect([uploads.isPaused, pause.isPaused]).toEqual([false, false]);
  await vi.waitFor(() => expect(uploads.all.map(({ state }) => state.at)).toEqual(['hashing', 'stopped']));
  expect(added).toMatchObject([{ name: 'one.jpg', folder: '사진/1987' }]);
  const shown = uploads.all.map(({ name, isStored, state }) => [name, isStored, state.at]);
  expect(shown).toEqual([
    ['one.jpg', false, 'hashing'],
    ['earlier.jpg', true, 'stopped'],
  ]);
  expect([uploads.isSending, uploads.isVolatile, uploads.lacksDates]).toEqual([true, true, true]);
  expect(isKept).toBe(false);
  store(['2']);
  await vi.waitFor(() => expect(isKept).toBe(true));
  expect(uploads.isVolatile).toBe(false);
  uploads.close();
  expect(uploads.all).toEqual([]);
});

test('a pause is kept over a reload, and is the same in all windows', async () => {
  vi.useFakeTimers();
  let other: () => void = () => undefined;
  const pause = { isPaused: true, onchange: (changed: () => void) => ((other = changed), () => undefined) };
  const earlier = { id: '1', library, albums: [ALL], name: 'earlier.jpg', size: 5 };
  const uploads = new Uploads(portsWith([earlier]), { pause, lacksDate: () => Promise.resolve(false) });
  await vi.waitFor(() => expect(uploads.all.map(({ state }) => state.at)).toEqual(['queued']));
  pause.isPaused = false;
  other();
  expect(uploads.isPaused).toBe(false);
  await vi.waitFor(() => expect(uploads.all.map(({ state }) => state.at)).toEqual(['hashing']));
  uploads.close();
});

test('an import from ZIPs has begun when its files are stored, and one from a folder before they are copied', async () => {
  const { promise: stored, resolve: store } = Promise.withResolvers<readonly string[]>();
  const pause = { isPaused: false, onchange: () => () => undefined };
  const uploads = new Uploads(portsWith([], [], stored), { pause, lacksDate: () => Promise.resolve(false) });
  const file = { name: 'a.jpg', size: 5 };
  const source = { key: 'k', at: new File(['12345'], 'a.jpg') };
  await uploads.import([{ ...file, source }], library, [ALL]);
  let hasBegun = false;
  const begun = uploads.import([{ ...file, source: { key: 'k', at: { zip: 'z', index: 0 } } }], library, [ALL]);
  void begun.then(() => (hasBegun = true));
  await vi.waitFor(() => expect(uploads.all.map(({ state }) => state.at)).toEqual(['hashing', 'hashing']));
  expect(hasBegun).toBe(false);
  store([]);
  await begun;
  uploads.close();
});
