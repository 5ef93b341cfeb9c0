import { ALL, MAX_ITEMS_PER_ADD, paths, readAlbum, type ItemId } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { waitFor } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newAlbumId, newItemId } from '../harness/seed.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, forPeople, readersOf, tryCall } from './members.ts';

describe('albums', () => {
  test('an album for certain people is visible to them and to all owners and editors, later ones included', async () => {
    const { owner, library } = await createLibrary();
    const [mother, father] = [
      await addMember(library, owner, 'viewer', '엄마'),
      await addMember(library, owner, 'viewer', '아빠'),
    ];
    const { album } = await owner.call('createAlbum', { library, title: '생신 준비', audience: forPeople(mother) });
    expect(await readersOf(library, album)).toEqual([owner.uid, mother.uid].sort());
    const editor = await addMember(library, owner, 'editor', '도윤');
    expect(await readersOf(library, album)).toEqual([owner.uid, mother.uid, editor.uid].sort());
    expect(await readersOf(library, ALL)).toHaveLength(4);
    await Promise.all([owner.close(), mother.close(), father.close(), editor.close()]);
  });

  test('creating an album is refused to viewers, for non-members and for invalid audiences', async () => {
    const { owner, library } = await createLibrary();
    const mother = await addMember(library, owner, 'viewer');
    const request = { library, title: '여름', audience: { kind: 'library' } };
    expect(await tryCall(mother, 'createAlbum', request)).toBe('forbidden');
    for (const audience of [
      { kind: 'people', people: ['somebody-else'], circles: [] },
      { kind: 'people', people: [] },
      { kind: 'world' },
      undefined,
    ])
      expect(await tryCall(owner, 'createAlbum', { ...request, audience })).toBe('invalid-request');
    expect(await tryCall(owner, 'createAlbum', { ...request, title: '' })).toBe('invalid-request');
    await Promise.all([owner.close(), mother.close()]);
  });

  test('ready items of the library are added once each', async () => {
    const { owner, library } = await createLibrary();
    const { album } = await owner.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const items = [
      await uploadItem(owner, library, await uniqueJpeg()),
      await uploadItem(owner, library, await uniqueJpeg()),
    ];
    for (const item of items) await waitUntilProcessed(library, item);
    const request = { library, album, items: [...items, newItemId()] };
    expect(await owner.call('addToAlbum', request)).toEqual({ added: items });
    expect(await owner.call('addToAlbum', request)).toEqual({ added: [] });
    expect([...(await inspect.docs(paths.entries(library, album))).keys()].sort()).toEqual([...items].sort());
    await waitFor(
      'the album is counted',
      async () => readAlbum(await inspect.doc(paths.album(library, album))).count === 2 || undefined,
    );
    expect(await tryCall(owner, 'addToAlbum', { ...request, album: newAlbumId() })).toBe('not-found');
    const many = Array.from({ length: MAX_ITEMS_PER_ADD + 1 }, () => newItemId());
    for (const items of [[], many, ['x' as ItemId]])
      expect(await tryCall(owner, 'addToAlbum', { ...request, items })).toBe('invalid-request');
    const mother = await addMember(library, owner, 'viewer');
    expect(await tryCall(mother, 'addToAlbum', request)).toBe('forbidden');
    await Promise.all([owner.close(), mother.close()]);
  });

  test('an item joins the albums chosen at upload once it is ready; missing albums are skipped', async () => {
    const { owner, library } = await createLibrary();
    const { album } = await owner.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const item = await uploadItem(owner, library, await uniqueJpeg(), { albums: [ALL, album, newAlbumId()] });
    await waitUntilProcessed(library, item);
    for (const one of [ALL, album])
      expect([...(await inspect.docs(paths.entries(library, one))).keys()]).toEqual([item]);
    await owner.close();
  });
});
