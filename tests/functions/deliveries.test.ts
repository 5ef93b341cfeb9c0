import {
  ALL,
  PROCESS_ATTEMPTS,
  originalName,
  paths,
  readAlbum,
  readItem,
  SWEEP_AFTER_S,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import { expect, test } from 'vitest';
import { waitFor, useEmulators } from '../harness.ts';
import { redeliverFinalize, runMaintenance, runTask } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { uploadItem, announceItem, uniqueJpeg, createLibrary, countLogs, waitUntilProcessed } from './uploading.ts';

const generationOf = async (name: string): Promise<string> =>
  (await inspect.object(useEmulators().buckets.originals, name))?.generation ?? 'none';

test('ten photos whose events are delivered twice are processed once each', async () => {
  const { owner, library } = await createLibrary();
  const { buckets } = useEmulators();
  const items: ItemId[] = [];
  for (let i = 0; i < 10; i++) {
    const item = await uploadItem(owner, library, await uniqueJpeg());
    await redeliverFinalize(buckets.originals, originalName(library, item));
    items.push(item);
  }
  for (const item of items) expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'ready', rev: 1 });
  // And again after processing.
  for (const item of items) await redeliverFinalize(buckets.originals, originalName(library, item));
  const album = await waitFor('all items are counted', async () => {
    const found = readAlbum(await inspect.doc(paths.album(library, ALL)));
    return found.count === 10 ? found : undefined;
  });
  expect(album.cover).toBeDefined();
  for (const item of items) {
    await waitFor(
      'both repeated events are ignored',
      async () => (await countLogs('ignored an upload', item)) >= 2 || undefined,
    );
    await expect.poll(() => countLogs('processed', item), { timeout: 10_000 }).toBe(1);
  }
  const counters = [...(await inspect.docs(`${paths.library(library)}/counters`)).values()];
  const sizes = await Promise.all(
    items.map(async (item) => readItem(await inspect.doc(paths.item(library, item))).size),
  );
  const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
  expect(total(counters.map(({ bytes }) => Number(bytes)))).toBe(total(sizes));
  await owner.close();
});

test('a repeated task, or one for an older object, does nothing', async () => {
  const { owner, library } = await createLibrary();
  const item = await uploadItem(owner, library, await uniqueJpeg());
  await waitUntilProcessed(library, item);
  const before = await inspect.doc(paths.item(library, item));
  await runTask('processItem', { library, item, generation: await generationOf(originalName(library, item)) });
  await runTask('processItem', { library, item, generation: '1' });
  expect(await inspect.doc(paths.item(library, item))).toEqual(before);
  await expect.poll(() => countLogs('processed', item), { timeout: 10_000 }).toBe(1);
  await owner.close();
});

const LEASE_TOKEN = '11111111-1111-4111-8111-111111111111';
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

/** Creates the state after a crash: a ready item is `processing` again and a lease is held. */
async function abandon(library: LibraryId, item: ItemId, lease: { until: Date; tries: number }): Promise<void> {
  const { state: _s, mediaInfo: _m, token: _t, ...rest } = readItem(await inspect.doc(paths.item(library, item)));
  await seed(paths.item(library, item), {
    ...rest,
    addedAt: new Date(rest.addedAt),
    state: 'processing',
    changed: minutesAgo(SWEEP_AFTER_S / 60 + 5),
  });
  const generation = await generationOf(originalName(library, item));
  await seed(paths.lease(library, item), { holder: 'somebody', generation, token: LEASE_TOKEN, ...lease });
}

/** Creates the state after a lost finalize event: a ready item is `uploading` again. */
async function loseEvent(library: LibraryId, item: ItemId): Promise<void> {
  const { mediaInfo: _m, token: _t, changed: _c, ...rest } = readItem(await inspect.doc(paths.item(library, item)));
  await seed(paths.item(library, item), { ...rest, state: 'uploading', addedAt: minutesAgo(SWEEP_AFTER_S / 60 + 1) });
}

test('the sweeper resumes what a crash or a lost event has interrupted, and nothing else', async () => {
  const { owner, library } = await createLibrary();
  const upload = async () => uploadItem(owner, library, await uniqueJpeg());
  const [crashed, exhausted, held, lost] = [await upload(), await upload(), await upload(), await upload()];
  for (const item of [crashed, exhausted, held, lost]) await waitUntilProcessed(library, item);
  await abandon(library, crashed, { until: minutesAgo(4), tries: 1 });
  await abandon(library, exhausted, { until: minutesAgo(4), tries: PROCESS_ATTEMPTS });
  await abandon(library, held, { until: minutesAgo(-5), tries: 1 });
  await loseEvent(library, lost);
  const announced = await announceItem(owner, library, await uniqueJpeg());

  await runMaintenance();
  expect(await waitUntilProcessed(library, crashed)).toMatchObject({ state: 'ready', token: LEASE_TOKEN });
  expect(await waitUntilProcessed(library, exhausted)).toMatchObject({
    state: 'failed',
    failure: 'attempts-exhausted',
  });
  await waitFor('it is processed again', async () => (await countLogs('processed', lost)) === 2 || undefined);
  expect(await waitUntilProcessed(library, lost)).toMatchObject({ state: 'ready' });
  expect(await countLogs('swept', held)).toBe(0);
  const generation = await generationOf(originalName(library, held));
  await expect(runTask('processItem', { library, item: held, generation })).rejects.toThrow('500');
  expect(readItem(await inspect.doc(paths.item(library, held))).state).toBe('processing');
  expect(readItem(await inspect.doc(paths.item(library, announced))).state).toBe('uploading');
  await owner.close();
});
