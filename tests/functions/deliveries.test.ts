import {
  ALL,
  PROCESS_ATTEMPTS,
  originalName,
  paths,
  readAlbum,
  readItem,
  SWEEP_AFTER_S,
  type ItemId,
} from '@maru/model';
import { expect, test } from 'vitest';
import { waitFor, useEmulators } from '../harness.ts';
import { redeliverFinalize, runScheduled, runTask } from '../harness/invoke.ts';
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
  for (const item of items)
    expect(await waitUntilProcessed(library, item, 120_000)).toMatchObject({ state: 'ready', rev: 1 });
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
}, 240_000);

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

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

/** Creates the state after a crash: the item is `processing`, its original exists and, if given, a lease is held. */
async function createAbandoned(lease?: {
  until: Date;
  tries: number;
}): Promise<{ library: never; item: ItemId; close: () => Promise<void> }> {
  const { owner, library } = await createLibrary();
  const item = await uploadItem(owner, library, await uniqueJpeg());
  await waitUntilProcessed(library, item);
  const { state: _s, mediaInfo: _m, token: _t, ...rest } = readItem(await inspect.doc(paths.item(library, item)));
  await seed(paths.item(library, item), {
    ...rest,
    addedAt: new Date(rest.addedAt),
    state: 'processing',
    changed: minutesAgo(SWEEP_AFTER_S / 60 + 5),
  });
  const generation = await generationOf(originalName(library, item));
  const token = '11111111-1111-4111-8111-111111111111';
  if (lease) await seed(paths.lease(library, item), { holder: 'somebody', generation, token, ...lease });
  return { library: library as never, item, close: () => owner.close() };
}

test('the sweeper processes what a crash left behind', async () => {
  const { library, item, close } = await createAbandoned({ until: minutesAgo(4), tries: 1 });
  await runScheduled('sweep');
  expect(await waitUntilProcessed(library, item)).toMatchObject({
    state: 'ready',
    token: '11111111-1111-4111-8111-111111111111',
  });
  await close();
});

test('the sweeper leaves an item with a valid lease alone', async () => {
  const { library, item, close } = await createAbandoned({ until: minutesAgo(-5), tries: 1 });
  await runScheduled('sweep');
  expect(await countLogs('swept', item)).toBe(0);
  const generation = await generationOf(originalName(library, item));
  await expect(runTask('processItem', { library, item, generation })).rejects.toThrow('500');
  expect(readItem(await inspect.doc(paths.item(library, item))).state).toBe('processing');
  await close();
});

test('an item that crashed every attempt fails as attempts-exhausted', async () => {
  const { library, item, close } = await createAbandoned({ until: minutesAgo(4), tries: PROCESS_ATTEMPTS });
  await runScheduled('sweep');
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'attempts-exhausted' });
  await close();
});

test('the sweeper processes an upload whose event was lost', async () => {
  const { owner, library } = await createLibrary();
  const item = await uploadItem(owner, library, await uniqueJpeg());
  await waitUntilProcessed(library, item);
  const { mediaInfo: _m, token: _t, changed: _c, ...rest } = readItem(await inspect.doc(paths.item(library, item)));
  await seed(paths.item(library, item), { ...rest, state: 'uploading', addedAt: minutesAgo(SWEEP_AFTER_S / 60 + 1) });
  await runScheduled('sweep');
  await waitFor('it is processed again', async () => (await countLogs('processed', item)) === 2 || undefined);
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'ready' });
  await owner.close();
});

test('the sweeper leaves an announcement without bytes for its uploader', async () => {
  const { owner, library } = await createLibrary();
  const item = await announceItem(owner, library, await uniqueJpeg());
  await runScheduled('sweep');
  expect(readItem(await inspect.doc(paths.item(library, item))).state).toBe('uploading');
  await owner.close();
});
