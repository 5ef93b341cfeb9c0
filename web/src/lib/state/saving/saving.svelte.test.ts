import type { ItemId } from '@maru/model/ids';
import { expect, test, vi } from 'vitest';
import type { Original } from './originals-reader.ts';
import { Saving } from './saving.svelte.ts';
import type { SaveRequest, SavingDevice } from './save-job.svelte.ts';

const item = (n: number) => String(n).padStart(32, 'a') as ItemId;
const items = (count: number) => Array.from({ length: count }, (_, n) => item(n));
const original = (of: ItemId): Original => ({ item: of, name: `${of}.jpg`, size: 1, url: `https://storage/${of}` });

interface Options {
  readonly gone?: readonly ItemId[];
  readonly device?: Partial<SavingDevice>;
  readonly target?: SaveRequest['target'];
  readonly count?: number;
  /** Items that have the first one's original. */
  readonly sections?: readonly ItemId[];
  /** At the first call. */
  readonly isOffline?: boolean;
}

/** Starts saving on a device that records what it does. */
function start({ gone = [], device = {}, target = 'zip', count = 30, sections = [], isOffline = false }: Options) {
  const downloads: string[] = [];
  const shared: string[][] = [];
  const opened: ItemId[][] = [];
  const saving = new Saving({
    download: (url) => Promise.resolve(void downloads.push(url)),
    zip: async ({ next, onprogress }) => {
      let entries = 0;
      for (let file = await next(); file; file = await next()) {
        downloads.push(file.url);
        onprogress({ entries: (entries += 1) });
      }
      return 'complete';
    },
    read: ({ name }) => Promise.resolve(new File(['x'], name)),
    isShareable: () => true,
    fitsShare: (files) => files.length < 20,
    share: (files) => Promise.resolve(shared.push(files.map(({ name }) => name)) > 0),
    ...device,
  });
  const open = (of: ItemId[]) => {
    opened.push(of);
    if (isOffline && opened.length === 1)
      return Promise.reject(Object.assign(new Error('offline'), { name: 'Unreachable' }));
    const found = of.filter((id) => !gone.includes(id));
    return Promise.resolve(found.map((id) => ({ ...original(id), original: sections.includes(id) ? item(0) : id })));
  };
  saving.start({ items: items(count), title: '여름', target, isSharing: false, open });
  const job = () => {
    const [first] = saving.jobs;
    if (!first) throw new Error('no job');
    return first;
  };
  return { saving, job, downloads, shared, opened };
}

test('a ZIP has every original, opened some at a time, and says how many are gone', async () => {
  const { job, downloads, opened } = start({ gone: [item(3), item(25)] });
  await vi.waitFor(() => expect(job().phase).toBe('done'));
  expect(opened.map(({ length }) => length)).toEqual([20, 10]);
  expect(downloads).toHaveLength(28);
  expect(job()).toMatchObject({ saved: 28, missing: 2 });
});

test.each(['zip', 'download'] as const)('an original that several items have is saved once: %s', async (target) => {
  const { job, downloads } = start({ target, sections: [item(3), item(25), item(29)] });
  await vi.waitFor(() => expect(job().phase).toBe('done'));
  expect(downloads).toHaveLength(27);
  expect(job()).toMatchObject({ saved: 30, missing: 0 });
  if (target === 'download') expect(job().remaining).toEqual([]);
});

test('waits for the network and continues', async () => {
  const { job, opened } = start({ count: 1, isOffline: true });
  await vi.waitFor(() => {
    window.dispatchEvent(new Event('online'));
    expect(job().phase).toBe('done');
  });
  expect(opened).toEqual([items(1), items(1)]);
});

test('opens a share sheet for each batch after a tap, and continues after one that was closed', async () => {
  const isTapped = [false, true, true];
  const shared: string[][] = [];
  const share = (files: File[]) => {
    const isOpen = isTapped.shift() ?? true;
    if (isOpen) shared.push(files.map(({ name }) => name));
    return Promise.resolve(isOpen);
  };
  const { job } = start({ target: 'share-sheet', device: { share } });
  await vi.waitFor(() => expect(job().phase).toBe('ready'));
  expect(job().saved).toBe(20);
  job().tap();
  await vi.waitFor(() => expect(job().phase).toBe('done'));
  expect(shared.map(({ length }) => length)).toEqual([20, 10]);
});

test('downloads what a share sheet does not take', async () => {
  const isShareable = ({ item: of }: Original) => of !== item(1);
  const { job, downloads, shared } = start({ target: 'share-sheet', count: 3, device: { isShareable } });
  await vi.waitFor(() => expect(job().phase).toBe('done'));
  expect(downloads).toEqual([original(item(1)).url]);
  expect(shared).toEqual([[`${item(0)}.jpg`, `${item(2)}.jpg`]]);
});

test('a retry saves only what is not saved yet', async () => {
  let isBroken = true;
  const read = ({ item: of, name }: Original) =>
    of === item(22) && isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(new File(['x'], name));
  const { saving, job, shared } = start({ target: 'share-sheet', device: { read } });
  await vi.waitFor(() => expect(job().phase).toBe('failed'));
  expect(job().error).toEqual(new Error('broken'));
  isBroken = false;
  saving.retry(job());
  await vi.waitFor(() => expect(job().phase).toBe('done'));
  expect(shared.flat()).toEqual(items(30).map((of) => `${of}.jpg`));
});

test('a ZIP that the browser cancels disappears, and one that breaks off is reported', async () => {
  const cancelled = start({ device: { zip: () => Promise.resolve('cancelled') } });
  await vi.waitFor(() => expect(cancelled.saving.jobs).toEqual([]));
  const failed = start({ device: { zip: () => Promise.resolve('failed') } });
  await vi.waitFor(() => expect(failed.job().phase).toBe('failed'));
});

test('cancelling stops at once', () => {
  let signal: AbortSignal | undefined;
  const zip: SavingDevice['zip'] = (options) => {
    ({ signal } = options);
    return new Promise(() => undefined);
  };
  const { saving, job } = start({ device: { zip } });
  saving.dismiss(job());
  expect(signal?.aborted).toBe(true);
  expect(saving.jobs).toEqual([]);
});
