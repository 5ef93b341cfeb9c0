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
import { runScheduled } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { newItemId, seed, seedObject } from '../harness/seed.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, tryCall } from './members.ts';

test('a picture that is made again is shown all the while, then as the next rev; the old one goes when all have followed', async () => {
  const { who, library } = await createLibrary();
  const { buckets, urls } = useEmulators();
  const item = await uploadItem(who, library, await uniqueJpeg());
  const before = await waitUntilProcessed(library, item);
  const at = (rev: number, token = ''): string =>
    objectUrl(urls.storageProxy, buckets.renditions, renditionName(library, item, rev, 'grid'), token);
  await waitFor('it is the cover', async () => readAlbum(await inspect.doc(paths.album(library, ALL))).cover);

  expect(await who.call('reprocessItem', { library, item })).toEqual({});
  const after = await waitFor('it is made again', async () => {
    const found = readItem(await inspect.doc(paths.item(library, item)));
    expect(found.state).toBe('ready');
    return found.rev === 2 ? found : undefined;
  });
  expect(after.wanted).toBeUndefined();
  const entry = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  expect([entry.rev, entry.token]).toEqual([2, after.token]);
  expect(readAlbum(await inspect.doc(paths.album(library, ALL))).cover).toMatchObject({ rev: 2, token: after.token });
  expect([(await fetch(at(2, after.token))).status, (await fetch(at(1, before.token))).status]).toEqual([200, 200]);

  await runScheduled('sweep');
  expect((await fetch(at(1, before.token))).status).toBe(200);
  await seed(paths.staleItem(library, item), { until: new Date(Date.now() - 1000) });
  await runScheduled('sweep');
  expect(await inspect.objects(buckets.renditions, `r/${library}/${item}/1/`)).toEqual([]);
  expect(await inspect.objects(buckets.renditions, `r/${library}/${item}/2/`)).toHaveLength(2);
  expect(await inspect.doc(paths.staleItem(library, item))).toBeUndefined();
  await who.close();
});

test('one that cannot be made again keeps its picture and its original, and says so', async () => {
  const { who, library } = await createLibrary();
  const { buckets } = useEmulators();
  const item = await uploadItem(who, library, await uniqueJpeg());
  const before = await waitUntilProcessed(library, item);
  // As if the disk below had lost it.
  await seedObject(buckets.originals, originalName(library, item), 'something else');
  await who.call('reprocessItem', { library, item });
  const after = await waitFor('it says so', async () => {
    const found = readItem(await inspect.doc(paths.item(library, item)));
    return found.failure === undefined ? undefined : found;
  });
  expect(after).toMatchObject({ state: 'ready', rev: 1, token: before.token, failure: 'damaged' });
  expect(after.wanted).toBeUndefined();
  expect(await inspect.objects(buckets.renditions, `r/${library}/${item}/`)).toHaveLength(2);
  expect(await inspect.object(buckets.originals, originalName(library, item))).toBeDefined();
  await who.close();
});

test('viewers and strangers make nothing again', async () => {
  const { who, library } = await createLibrary();
  const mother = await addMember(library, who, 'viewer');
  const { who: stranger } = await createLibrary();
  for (const one of [mother, stranger])
    expect(await tryCall(one, 'reprocessItem', { library, item: newItemId() })).toBe('may-not');
  expect(await tryCall(who, 'reprocessItem', { library, item: newItemId() })).toBe('not-found');
  await Promise.all([who.close(), mother.close(), stranger.close()]);
});

test('an album or a library is reprocessed as a whole by owners only', async () => {
  const { who, library } = await createLibrary();
  const { buckets } = useEmulators();
  const { album } = await who.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
  const [one, two, other] = await Promise.all(
    [[ALL, album], [ALL, album], [ALL]].map(async (albums) => uploadItem(who, library, await uniqueJpeg(), { albums })),
  );
  const items = [one, two, other] as [ItemId, ItemId, ItemId];
  for (const item of items) await waitUntilProcessed(library, item);
  const editor = await addMember(library, who, 'editor');
  const mother = await addMember(library, who, 'viewer');
  expect(await tryCall(mother, 'reprocessAlbum', { library, album })).toBe('may-not');
  // An editor could put every item of the library into an album of their own.
  for (const of of [album, ALL])
    expect(await tryCall(editor, 'reprocessAlbum', { library, album: of })).toBe('may-not');

  const revs = async (): Promise<number[]> =>
    Promise.all(items.map(async (item) => readItem(await inspect.doc(paths.item(library, item))).rev));
  const isOver = async (): Promise<boolean> => (await inspect.count(paths.reprocessings(library))) === 0;
  await who.call('reprocessAlbum', { library, album });
  await waitFor('the album is made again', isOver, 120_000);
  expect(await revs()).toEqual([2, 2, 1]);
  await who.call('reprocessAlbum', { library, album: ALL });
  await waitFor('the library is made again', isOver, 120_000);
  expect(await revs()).toEqual([3, 3, 2]);
  for (const item of items)
    expect(readEntry(await inspect.doc(paths.entry(library, ALL, item))).rev).toBe(
      readItem(await inspect.doc(paths.item(library, item))).rev,
    );
  expect(await inspect.objects(buckets.renditions, `r/${library}/${two}/3/`)).toHaveLength(2);
  await Promise.all([who.close(), editor.close(), mother.close()]);
}, 300_000);
