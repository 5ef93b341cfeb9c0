import {
  ALL,
  paths,
  readAlbum,
  readEntry,
  readItem,
  sortByHand,
  TRASH,
  type AlbumId,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import { expect, test } from 'vitest';
import { waitFor, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { addMember, readersOf, tryCall } from './members.ts';
import { createLibrary, uniqueJpeg, uploadItem, waitUntilProcessed } from './uploading.ts';

const entryIn = async (library: LibraryId, album: AlbumId, item: ItemId) =>
  readEntry(await inspect.doc(paths.entry(library, album, item)));

/** A library with an album and a photo in it and in `all`. */
async function libraryWithPhoto(): Promise<{ owner: Person; library: LibraryId; album: AlbumId; item: ItemId }> {
  const { owner, library } = await createLibrary();
  const { album } = await owner.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
  const item = await uploadItem(owner, library, await uniqueJpeg(), { albums: [ALL, album] });
  await waitUntilProcessed(library, item);
  return { owner, library, album, item };
}

test('concurrent edits and moves by two people lose nothing but the earlier caption, and survive reprocessing and a rotation', async () => {
  const { owner, library, album, item } = await libraryWithPhoto();
  const editor = await addMember(library, owner, 'editor');
  const photos = await Promise.all([uniqueJpeg(), uniqueJpeg()]);
  const others = await Promise.all(photos.map((photo) => uploadItem(owner, library, photo, { albums: [album] })));
  for (const one of others) await waitUntilProcessed(library, one);
  const move = (person: Person, items: ItemId[], before: ItemId | null) =>
    person.call('moveInAlbum', { library, album, move: { items, before } });
  await move(owner, [item], null);
  const moves = await Promise.all(others.map((one, n) => move(n === 0 ? owner : editor, [one], item)));
  expect(moves).toEqual(others.map((one) => ({ moved: [one] })));
  const takenAt = { local: '1987-01-01T00:00:00', precision: 'about' } as const;
  await Promise.all([
    owner.call('editItems', { library, items: [item], edit: { caption: '할머니 댁' }, key: 'a'.repeat(20) }),
    editor.call('editItems', { library, items: [item], edit: { takenAt }, key: 'b'.repeat(20) }),
    editor.call('editItems', { library, items: [item], edit: { caption: '할머니 댁 마당' }, key: 'c'.repeat(20) }),
  ]);
  const { caption } = await entryIn(library, ALL, item);
  expect(['할머니 댁', '할머니 댁 마당']).toContain(caption);
  for (const one of [ALL, album]) expect(await entryIn(library, one, item)).toMatchObject({ caption, takenAt });
  await owner.call('reprocessItem', { library, item });
  await waitFor('the next rev', async () => (await entryIn(library, album, item)).rev === 2 || undefined);
  expect(await entryIn(library, album, item)).toMatchObject({ caption, takenAt });
  const { width = 0, height = 0 } = await entryIn(library, album, item);
  await editor.call('rotateItem', { library, item, rotation: 90 });
  await waitFor('the rotated rev', async () => (await entryIn(library, album, item)).rotation === 90 || undefined);
  const rotated = { rev: 3, width: height, height: width, ratio: height / width, caption, takenAt };
  for (const one of [ALL, album]) expect(await entryIn(library, one, item)).toMatchObject(rotated);
  await editor.call('rotateItem', { library, item, rotation: 0 });
  const upright = await waitFor('the rev without a rotation', async () => {
    const entry = await entryIn(library, album, item);
    return entry.rev === 4 ? entry : undefined;
  });
  expect([upright.width, upright.height, upright.rotation]).toEqual([width, height, undefined]);
  expect(readItem(await inspect.doc(paths.item(library, item))).mediaInfo?.rotation).toBeUndefined();
  const february = { local: '2019-02-30T00:00:00', precision: 'day' };
  const rows = await Promise.all(
    [item, ...others].map(async (one) => [one, await entryIn(library, album, one)] as const),
  );
  expect(new Set(rows.map(([, { orderKey }]) => orderKey)).size).toBe(3);
  expect(sortByHand(rows).at(-1)?.[0]).toBe(item);
  const request = { library, items: [item], edit: { takenAt: february }, key: 'd'.repeat(20) };
  expect(await tryCall(owner, 'editItems', request)).toBe('invalid-request');
  const mother = await addMember(library, owner, 'viewer');
  expect(await tryCall(mother, 'editItems', { ...request, edit: { caption: '엄마' } })).toBe('forbidden');
  const moveUp = { items: [item], before: others[0] ?? null };
  expect(await tryCall(mother, 'moveInAlbum', { library, album, move: moveUp })).toBe('forbidden');
  await Promise.all([owner.close(), editor.close(), mother.close()]);
});

test('an album is updated by editors, and deleted and restored by its owner', async () => {
  const { owner, library, album, item } = await libraryWithPhoto();
  const [mother, editor] = [await addMember(library, owner, 'viewer'), await addMember(library, owner, 'editor')];
  const albumOf = async () => readAlbum(await inspect.doc(paths.album(library, album)));
  await editor.call('updateAlbum', {
    library,
    album,
    title: '제주',
    description: '비가\n왔다',
    order: 'newest-first',
    cover: item,
  });
  expect(await albumOf()).toMatchObject({
    title: '제주',
    description: '비가\n왔다',
    order: 'newest-first',
    chosenCover: item,
    cover: { item },
  });
  expect(await tryCall(mother, 'updateAlbum', { library, album, title: '내 앨범' })).toBe('forbidden');
  for (const person of [mother, editor])
    expect(await tryCall(person, 'deleteAlbum', { library, album })).toBe('forbidden');
  const readers = await readersOf(library, album);
  await owner.call('deleteAlbum', { library, album });
  expect(await readersOf(library, album)).toEqual([]);
  for (const [name, request] of [
    ['updateAlbum', { library, album, title: '겨울' }],
    ['addToAlbum', { library, album, items: [item] }],
    ['createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 }],
  ] as const)
    expect(await tryCall(owner, name, request), name).toBe('not-found');
  await owner.call('restoreAlbum', { library, album });
  expect(await readersOf(library, album)).toEqual(readers);
  expect((await albumOf()).deletedAt).toBeUndefined();
  for (const one of [ALL, TRASH])
    expect(await tryCall(owner, 'deleteAlbum', { library, album: one })).toBe('invalid-request');
  expect(readItem(await inspect.doc(paths.item(library, item))).albums).toEqual([ALL, album]);
  await Promise.all([owner.close(), mother.close(), editor.close()]);
});
