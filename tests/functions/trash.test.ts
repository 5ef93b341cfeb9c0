import { randomUUID } from 'node:crypto';
import {
  ALL,
  isItemId,
  MAX_ITEMS_PER_ADD,
  objectUrl,
  originalName,
  paths,
  readAlbum,
  readItem,
  renditionName,
  TRASH,
  writeEntry,
  writeMediaInfo,
  type AlbumId,
  type ItemId,
  type LibraryId,
  type MediaInfo,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { useEmulators, waitFor, type Person } from '../harness.ts';
import { adminOf, inspect } from '../harness/inspect.ts';
import { runMaintenance } from '../harness/invoke.ts';
import { newItemId, seedObject } from '../harness/seed.ts';
import { addMember, createFamily, forPeople, readersOf, tryCall } from './members.ts';
import { createGuestAlbum, submitFile, waitUntilIngested } from './submitting.ts';
import { createLibrary, idOfBytes, uniqueJpeg, uploadItem, waitUntilProcessed } from './uploading.ts';

const { originals, renditions } = useEmulators().buckets;

const urlOf = (library: LibraryId, item: ItemId, rev: number, token: string): string =>
  objectUrl(useEmulators().urls.storageProxy, renditions, renditionName(library, item, rev, 'grid'), token);

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

/** The items that an album shows. */
const shownIn = async (library: LibraryId, album: AlbumId): Promise<ItemId[]> =>
  [...(await inspect.docs(paths.entries(library, album))).keys()].filter(isItemId).sort();

const waitUntilRotated = (library: LibraryId): Promise<true> =>
  waitFor(
    'the rotation is finished',
    async () => (await inspect.count(paths.rotations(library))) === 0 || undefined,
    60_000,
  );

const waitForCount = (library: LibraryId, album: AlbumId, count: number): Promise<true> =>
  waitFor(
    `${album} shows ${String(count)} items`,
    async () => readAlbum(await inspect.doc(paths.album(library, album))).count === count || undefined,
    30_000,
  );

/** Objects of an item in both buckets. */
const objectsOf = async (library: LibraryId, item: ItemId): Promise<string[]> =>
  [
    ...(await inspect.objects(originals, originalName(library, item))),
    ...(await inspect.objects(renditions, `r/${library}/${item}/`)),
  ].map(({ name }) => name);

test.concurrent(
  'a photo in the trash is closed to viewers, also by its URL; restored, it has a new one; purged, it is gone',
  async () => {
    const { library, owner, people, close } = await createFamily('editor', 'viewer');
    const [editor, viewer] = people;
    const { album } = await owner.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const item = await uploadItem(editor, library, await uniqueJpeg(), { albums: [ALL, album] });
    const { rev, token = '' } = await waitUntilProcessed(library, item);
    await waitForCount(library, album, 1);
    const seen = urlOf(library, item, rev, token);
    expect(await statusOf(seen)).toBe(200);

    expect(await tryCall(viewer, 'trashItems', { library, items: [item] })).toBe('forbidden');
    expect(await editor.call('trashItems', { library, items: [item] })).toEqual({ trashed: 1 });
    expect(await readersOf(library, TRASH)).toEqual([owner.uid, editor.uid].sort());
    expect([await shownIn(library, ALL), await shownIn(library, album), await shownIn(library, TRASH)]).toEqual([
      [],
      [],
      [item],
    ]);
    await waitForCount(library, album, 0);
    await waitForCount(library, TRASH, 1);
    expect(readAlbum(await inspect.doc(paths.album(library, album))).cover).toBeUndefined();
    const open = (who: Person, of: AlbumId) => who.call('openOriginals', { library, album: of, items: [item] });
    expect((await open(owner, TRASH)).originals).toHaveLength(1);
    expect([(await open(viewer, TRASH)).originals, (await open(viewer, ALL)).originals]).toEqual([[], []]);
    await waitUntilRotated(library);
    expect(await statusOf(seen)).toBe(403);

    expect(await owner.call('restoreItems', { library, items: [item] })).toEqual({ restored: 1 });
    for (const one of [ALL, album]) expect(await shownIn(library, one)).toEqual([item]);
    const restored = readItem(await inspect.doc(paths.item(library, item)));
    expect(restored).toMatchObject({ state: 'ready', albums: [ALL, album] });
    expect(await statusOf(urlOf(library, item, rev, restored.token ?? ''))).toBe(200);
    expect(await statusOf(seen)).toBe(403);

    await owner.call('trashItems', { library, items: [item] });
    await waitUntilRotated(library);
    expect(await tryCall(editor, 'purgeItems', { library, items: [item] })).toBe('forbidden');
    const last = readItem(await inspect.doc(paths.item(library, item))).token ?? '';
    await owner.call('purgeItems', { library, items: [item] });
    expect(await shownIn(library, TRASH)).toEqual([]);
    await runMaintenance();
    expect(await inspect.doc(paths.item(library, item))).toBeUndefined();
    expect(await objectsOf(library, item)).toEqual([]);
    for (const dead of [token, restored.token ?? '', last])
      expect(await statusOf(urlOf(library, item, rev, dead))).toBeGreaterThanOrEqual(400);
    await close();
  },
);

test.concurrent('an editor who is demoted loses the trash, and what they saw there', async () => {
  const { library, owner, people, close } = await createFamily('editor');
  const [editor] = people;
  const item = await uploadItem(owner, library, await uniqueJpeg());
  const { rev, token = '' } = await waitUntilProcessed(library, item);
  await owner.call('trashItems', { library, items: [item] });
  // Only people who see the trash saw it.
  expect(await inspect.count(paths.rotations(library))).toBe(0);
  await owner.call('changeRole', { library, uid: editor.uid as Uid, role: 'viewer' });
  expect(await readersOf(library, TRASH)).toEqual([owner.uid]);
  await waitUntilRotated(library);
  await owner.call('restoreItems', { library, items: [item] });
  expect(await statusOf(urlOf(library, item, rev, token))).toBe(403);
  const promoted = await addMember(library, owner, 'editor', '이모');
  expect(await readersOf(library, TRASH)).toEqual([owner.uid, promoted.uid].sort());
  await Promise.all([close(), promoted.close()]);
});

test.concurrent('removed from an album, a photo is closed to who sees it nowhere else', async () => {
  const { library, owner, people, close } = await createFamily('viewer', 'viewer');
  const [mother, father] = people;
  const audience = forPeople(mother);
  const { album } = await owner.call('createAlbum', { library, title: '생신 준비', audience });
  const { album: other } = await owner.call('createAlbum', { library, title: '선물', audience: forPeople(father) });
  const item = await uploadItem(owner, library, await uniqueJpeg(), { albums: [album, other] });
  const { rev, token = '' } = await waitUntilProcessed(library, item);
  const request = { library, album, items: [item] };
  expect(await tryCall(mother, 'removeFromAlbum', request)).toBe('forbidden');
  expect(await owner.call('removeFromAlbum', request)).toEqual({ removed: [item] });
  expect([await shownIn(library, album), await shownIn(library, other)]).toEqual([[], [item]]);
  await waitUntilRotated(library);
  expect(await statusOf(urlOf(library, item, rev, token))).toBe(403);
  expect(await owner.call('removeFromAlbum', { ...request, album: other })).toEqual({ removed: [] });
  await close();
});

test.concurrent('uploaded or submitted again, a photo leaves the trash for these albums only', async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('yes');
  const bytes = await uniqueJpeg();
  const { album: other } = await owner.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
  const item = await uploadItem(owner, library, bytes, { albums: [ALL, other] });
  await waitUntilProcessed(library, item);
  await owner.call('trashItems', { library, items: [item] });
  const submission = await submitFile(guest, { library, album }, bytes);
  expect(await waitUntilIngested(library, submission, 150_000)).toMatchObject({ state: 'added', item });
  expect(readItem(await inspect.doc(paths.item(library, item))).albums).toEqual([ALL, album]);
  expect([await shownIn(library, album), await shownIn(library, other), await shownIn(library, TRASH)]).toEqual([
    [item],
    [],
    [],
  ]);
  await owner.call('trashItems', { library, items: [item] });
  expect(await owner.call('addToAlbum', { library, album: other, items: [item] })).toEqual({ added: [item] });
  expect(readItem(await inspect.doc(paths.item(library, item))).albums).toEqual([other]);
  expect(idOfBytes(bytes)).toBe(item);
  await close();
});

test.concurrent('no endpoint accepts the trash as an album', async () => {
  const { owner, library } = await createLibrary();
  const items = [newItemId()];
  for (const [name, request] of [
    ['addToAlbum', { items }],
    ['removeFromAlbum', { items }],
    ['updateAlbum', { title: '내 것' }],
    ['setAudience', { audience: { kind: 'library' } }],
    ['reprocessAlbum', {}],
    ['createInviteLink', { as: 'guest', uses: 1, days: 1 }],
  ] as const)
    expect(await tryCall(owner, name, { library, album: TRASH, ...request }), name).toBe('invalid-request');
  const share = { library, albums: [TRASH], people: [], circles: [] };
  expect(await tryCall(owner, 'shareAlbums', share)).toBe('invalid-request');
  await owner.close();
});

/** How many items the last test has; a thousand take two minutes longer. */
const COUNT = Number(process.env['MARU_TRASH_ITEMS'] ?? 60);

/** Creates ready photos in `all` and an album with their objects, as functions do. */
async function seedPhotos(owner: Person, library: LibraryId, album: AlbumId): Promise<ItemId[]> {
  const { db } = adminOf(useEmulators());
  const items = Array.from({ length: COUNT }, newItemId);
  const mediaInfo: MediaInfo = { kind: 'photo', format: 'jpeg', width: 4, height: 3, variants: [] };
  const seedOne = async (item: ItemId): Promise<void> => {
    const [token, now] = [randomUUID(), new Date()];
    const fields = { uploader: owner.uid, fileName: 'a.jpg', size: 3, albums: [ALL, album], rev: 1, addedAt: now };
    const document = { ...fields, ...writeMediaInfo(mediaInfo), state: 'ready', token, changed: now };
    const batch = db.batch();
    batch.set(db.doc(paths.item(library, item)), document);
    for (const one of [ALL, album])
      batch.set(db.doc(paths.entry(library, one, item)), {
        ...writeEntry({ ...readItem(document), mediaInfo, token }, one),
        changed: now,
      });
    await batch.commit();
    await seedObject(renditions, renditionName(library, item, 1, 'grid'), 'abc', token);
    // After the item: the finalizer removes unannounced objects.
    await seedObject(originals, originalName(library, item));
  };
  const queue = items.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const item of queue) await seedOne(item);
    }),
  );
  return items;
}

/** The items and entries of a library without times of changes and tokens. */
async function stateOf(library: LibraryId, album: AlbumId): Promise<unknown> {
  const state = async (path: string) =>
    [...(await inspect.docs(path))]
      .filter(([id]) => isItemId(id))
      .map(([id, { changed: _changed, ...fields }]) => [id, fields] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all([paths.items(library), paths.entries(library, ALL), paths.entries(library, album)].map(state));
}

test.concurrent(
  `${String(COUNT)} items, deleted, restored and purged by repeated and concurrent calls, are equal by fields and then gone`,
  async () => {
    const { owner, library } = await createLibrary();
    const { album } = await owner.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const items = await seedPhotos(owner, library, album);
    const before = await stateOf(library, album);
    const calls = Array.from({ length: Math.ceil(COUNT / MAX_ITEMS_PER_ADD) }, (_, n) =>
      items.slice(n * MAX_ITEMS_PER_ADD, (n + 1) * MAX_ITEMS_PER_ADD),
    );
    /** Makes each call twice at once, and then once more. */
    const repeatedly = async (name: 'trashItems' | 'restoreItems' | 'purgeItems'): Promise<unknown[]> => {
      await Promise.all([...calls, ...calls].map((some) => owner.call(name, { library, items: some })));
      return Promise.all(calls.map((some) => owner.call(name, { library, items: some })));
    };
    const sizes = calls.map(({ length }) => length);
    expect(await repeatedly('trashItems')).toEqual(sizes.map((trashed) => ({ trashed })));
    expect([await shownIn(library, ALL), await shownIn(library, TRASH)]).toEqual([[], items.toSorted()]);
    await waitForCount(library, TRASH, COUNT);
    expect(await repeatedly('restoreItems')).toEqual(sizes.map((restored) => ({ restored })));
    expect(await stateOf(library, album)).toEqual(before);
    await waitForCount(library, album, COUNT);

    await repeatedly('trashItems');
    await repeatedly('purgeItems');
    // The schedule may run late and twice.
    await Promise.all([runMaintenance(), runMaintenance()]);
    await waitFor('the purge', async () => {
      await runMaintenance();
      return (await inspect.count(paths.items(library))) === 0;
    });
    for (const one of [ALL, album, TRASH]) expect(await shownIn(library, one)).toEqual([]);
    expect(await inspect.objects(originals, `originals/${library}/`)).toEqual([]);
    expect(await inspect.objects(renditions, `r/${library}/`)).toEqual([]);
    expect(await inspect.count(paths.staleItems(library))).toBe(0);
    const counters = [...(await inspect.docs(paths.counters(library))).values()];
    expect(counters.reduce((sum, { bytes }) => sum + Number(bytes), 0)).toBe(-3 * COUNT);
    for (const one of [ALL, album, TRASH]) await waitForCount(library, one, 0);
    await owner.close();
  },
  300_000 + 500 * COUNT,
);
