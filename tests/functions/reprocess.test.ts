import {
  ALL,
  objectUrl,
  originalName,
  paths,
  readAlbum,
  readEntry,
  readItem,
  renditionName,
  type ItemId,
} from '@maru/model';
import { expect, test } from 'vitest';
import { waitFor, useEmulators } from '../harness.ts';
import { runMaintenance } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { newItemId, seed, seedObject } from '../harness/seed.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, tryCall } from './members.ts';

test('an item stays visible while reprocessed, then shows the next rev; the old renditions are deleted later', async () => {
  const { owner, library } = await createLibrary();
  const { buckets, urls } = useEmulators();
  const item = await uploadItem(owner, library, await uniqueJpeg());
  const before = await waitUntilProcessed(library, item);
  const urlOf = (rev: number, token = ''): string =>
    objectUrl(urls.storageProxy, buckets.renditions, renditionName(library, item, rev, 'grid'), token);
  await waitFor('it is the cover', async () => readAlbum(await inspect.doc(paths.album(library, ALL))).cover);

  expect(await owner.call('reprocessItem', { library, item })).toEqual({});
  const after = await waitFor('it is reprocessed', async () => {
    const found = readItem(await inspect.doc(paths.item(library, item)));
    expect(found.state).toBe('ready');
    return found.rev === 2 ? found : undefined;
  });
  expect(after.targetRev).toBeUndefined();
  const entry = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  expect([entry.rev, entry.token]).toEqual([2, after.token]);
  await waitFor('the cover is the new rev', async () => {
    const { cover } = readAlbum(await inspect.doc(paths.album(library, ALL)));
    return cover?.rev === 2 && cover.token === after.token;
  });
  expect([(await fetch(urlOf(2, after.token))).status, (await fetch(urlOf(1, before.token))).status]).toEqual([
    200, 200,
  ]);

  await seed(paths.staleItem(library, item), { until: new Date(Date.now() - 1000) });
  await runMaintenance();
  expect(await inspect.objects(buckets.renditions, `r/${library}/${item}/1/`)).toEqual([]);
  expect(await inspect.objects(buckets.renditions, `r/${library}/${item}/2/`)).toHaveLength(2);
  expect(await inspect.doc(paths.staleItem(library, item))).toBeUndefined();
  await owner.close();
});

test('an item that fails to reprocess keeps its renditions and original, and its failure is stored', async () => {
  const { owner, library } = await createLibrary();
  const { buckets } = useEmulators();
  const item = await uploadItem(owner, library, await uniqueJpeg());
  const before = await waitUntilProcessed(library, item);
  // Simulates a corrupted original.
  await seedObject(buckets.originals, originalName(library, item), 'something else');
  await owner.call('reprocessItem', { library, item });
  const after = await waitFor('the failure is stored', async () => {
    const found = readItem(await inspect.doc(paths.item(library, item)));
    return found.failure === undefined ? undefined : found;
  });
  expect(after).toMatchObject({ state: 'ready', rev: 1, token: before.token, failure: 'damaged' });
  expect(after.targetRev).toBeUndefined();
  expect(await inspect.objects(buckets.renditions, `r/${library}/${item}/`)).toHaveLength(2);
  expect(await inspect.object(buckets.originals, originalName(library, item))).toBeDefined();
  await owner.close();
});

test('reprocessing is refused to viewers and strangers', async () => {
  const { owner, library } = await createLibrary();
  const mother = await addMember(library, owner, 'viewer');
  const { owner: stranger } = await createLibrary();
  for (const one of [mother, stranger])
    expect(await tryCall(one, 'reprocessItem', { library, item: newItemId() })).toBe('forbidden');
  expect(await tryCall(owner, 'reprocessItem', { library, item: newItemId() })).toBe('not-found');
  await Promise.all([owner.close(), mother.close(), stranger.close()]);
});

test('only owners reprocess an album or a library as a whole', async () => {
  const { owner, library } = await createLibrary();
  const { buckets } = useEmulators();
  const { album } = await owner.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
  const [one, two, other] = await Promise.all(
    [[ALL, album], [ALL, album], [ALL]].map(async (albums) =>
      uploadItem(owner, library, await uniqueJpeg(), { albums }),
    ),
  );
  const items = [one, two, other] as [ItemId, ItemId, ItemId];
  for (const item of items) await waitUntilProcessed(library, item);
  const editor = await addMember(library, owner, 'editor');
  const mother = await addMember(library, owner, 'viewer');
  expect(await tryCall(mother, 'reprocessAlbum', { library, album })).toBe('forbidden');
  // Otherwise an editor could reprocess every item through an album of their own.
  for (const of of [album, ALL])
    expect(await tryCall(editor, 'reprocessAlbum', { library, album: of })).toBe('forbidden');

  const revs = async (): Promise<number[]> =>
    Promise.all(items.map(async (item) => readItem(await inspect.doc(paths.item(library, item))).rev));
  const isFinished = async (): Promise<boolean> => (await inspect.count(paths.reprocessings(library))) === 0;
  await owner.call('reprocessAlbum', { library, album });
  await waitFor('the album is reprocessed', isFinished);
  expect(await revs()).toEqual([2, 2, 1]);
  await owner.call('reprocessAlbum', { library, album: ALL });
  await waitFor('the library is reprocessed', isFinished);
  expect(await revs()).toEqual([3, 3, 2]);
  for (const item of items)
    expect(readEntry(await inspect.doc(paths.entry(library, ALL, item))).rev).toBe(
      readItem(await inspect.doc(paths.item(library, item))).rev,
    );
  expect(await inspect.objects(buckets.renditions, `r/${library}/${two}/3/`)).toHaveLength(2);
  await Promise.all([owner.close(), editor.close(), mother.close()]);
});
