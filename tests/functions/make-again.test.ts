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
import { until, useEmulators } from '../harness.ts';
import { runScheduled } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { freshItem, seed, seedObject } from '../harness/seed.ts';
import { add, drawing, owner, settled } from './adding.ts';
import { joined, refused } from './family.ts';

test('a picture that is made again is shown all the while, then as the next rev; the old one goes when all have followed', async () => {
  const { who, library } = await owner();
  const { buckets, urls } = useEmulators();
  const item = await add(who, library, await drawing());
  const before = await settled(library, item);
  const at = (rev: number, token = ''): string =>
    objectUrl(urls.storageProxy, buckets.renditions, renditionName(library, item, rev, 'grid'), token);
  await until('it is the cover', async () => readAlbum(await inspect.doc(paths.album(library, ALL))).cover);

  expect(await who.call('reprocessItem', { library, item })).toEqual({});
  const after = await until('it is made again', async () => {
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
  const { who, library } = await owner();
  const { buckets } = useEmulators();
  const item = await add(who, library, await drawing());
  const before = await settled(library, item);
  // As if the disk below had lost it.
  await seedObject(buckets.originals, originalName(library, item), 'something else');
  await who.call('reprocessItem', { library, item });
  const after = await until('it says so', async () => {
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
  const { who, library } = await owner();
  const mother = await joined(library, who, 'viewer');
  const { who: stranger } = await owner();
  for (const one of [mother, stranger])
    expect(await refused(one, 'reprocessItem', { library, item: freshItem() })).toBe('may-not');
  expect(await refused(who, 'reprocessItem', { library, item: freshItem() })).toBe('not-found');
  await Promise.all([who.close(), mother.close(), stranger.close()]);
});

test('an album or a library is reprocessed as a whole by owners only', async () => {
  const { who, library } = await owner();
  const { buckets } = useEmulators();
  const { album } = await who.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
  const [one, two, other] = await Promise.all(
    [[ALL, album], [ALL, album], [ALL]].map(async (albums) => add(who, library, await drawing(), { albums })),
  );
  const items = [one, two, other] as [ItemId, ItemId, ItemId];
  for (const item of items) await settled(library, item);
  const editor = await joined(library, who, 'editor');
  const mother = await joined(library, who, 'viewer');
  expect(await refused(mother, 'reprocessAlbum', { library, album })).toBe('may-not');
  // An editor could put every item of the library into an album of their own.
  for (const of of [album, ALL])
    expect(await refused(editor, 'reprocessAlbum', { library, album: of })).toBe('may-not');

  const revs = async (): Promise<number[]> =>
    Promise.all(items.map(async (item) => readItem(await inspect.doc(paths.item(library, item))).rev));
  const isOver = async (): Promise<boolean> => (await inspect.count(paths.reprocessings(library))) === 0;
  await who.call('reprocessAlbum', { library, album });
  await until('the album is made again', isOver, 120_000);
  expect(await revs()).toEqual([2, 2, 1]);
  await who.call('reprocessAlbum', { library, album: ALL });
  await until('the library is made again', isOver, 120_000);
  expect(await revs()).toEqual([3, 3, 2]);
  for (const item of items)
    expect(readEntry(await inspect.doc(paths.entry(library, ALL, item))).rev).toBe(
      readItem(await inspect.doc(paths.item(library, item))).rev,
    );
  expect(await inspect.objects(buckets.renditions, `r/${library}/${two}/3/`)).toHaveLength(2);
  await Promise.all([who.close(), editor.close(), mother.close()]);
}, 300_000);
