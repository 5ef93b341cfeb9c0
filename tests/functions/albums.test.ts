import { ALL, MAX_ITEMS_PER_ADD, paths, readAlbum, type ItemId } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { waitFor } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newAlbumId, newItemId } from '../harness/seed.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, forPeople, readersOf, tryCall } from './members.ts';

describe('an album', () => {
  test('for single people is seen by them and by who tends the library, also by who comes later', async () => {
    const { who, library } = await createLibrary();
    const [mother, father] = [
      await addMember(library, who, 'viewer', '엄마'),
      await addMember(library, who, 'viewer', '아빠'),
    ];
    const { album } = await who.call('createAlbum', { library, title: '생신 준비', audience: forPeople(mother) });
    expect(await readersOf(library, album)).toEqual([who.uid, mother.uid].sort());
    const editor = await addMember(library, who, 'editor', '도윤');
    expect(await readersOf(library, album)).toEqual([who.uid, mother.uid, editor.uid].sort());
    expect(await readersOf(library, ALL)).toHaveLength(4);
    await Promise.all([who.close(), mother.close(), father.close(), editor.close()]);
  });

  test('is refused to viewers, for people who are no members, and for audiences that are none', async () => {
    const { who, library } = await createLibrary();
    const mother = await addMember(library, who, 'viewer');
    const ask = { library, title: '여름', audience: { kind: 'library' } };
    expect(await tryCall(mother, 'createAlbum', ask)).toBe('may-not');
    for (const audience of [
      { kind: 'people', people: ['somebody-else'], circles: [] },
      { kind: 'people', people: [] },
      { kind: 'world' },
      undefined,
    ])
      expect(await tryCall(who, 'createAlbum', { ...ask, audience })).toBe('bad-input');
    expect(await tryCall(who, 'createAlbum', { ...ask, title: '' })).toBe('bad-input');
    await Promise.all([who.close(), mother.close()]);
  });

  test('gets items that the library has: what is ready at once, each once', async () => {
    const { who, library } = await createLibrary();
    const { album } = await who.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const items = [
      await uploadItem(who, library, await uniqueJpeg()),
      await uploadItem(who, library, await uniqueJpeg()),
    ];
    for (const item of items) await waitUntilProcessed(library, item);
    const ask = { library, album, items: [...items, newItemId()] };
    expect(await who.call('addToAlbum', ask)).toEqual({ added: 2 });
    expect(await who.call('addToAlbum', ask)).toEqual({ added: 0 });
    expect([...(await inspect.docs(paths.entries(library, album))).keys()].sort()).toEqual([...items].sort());
    await waitFor(
      'it is counted',
      async () => readAlbum(await inspect.doc(paths.album(library, album))).count === 2 || undefined,
    );
    expect(await tryCall(who, 'addToAlbum', { ...ask, album: newAlbumId() })).toBe('not-found');
    const many = Array.from({ length: MAX_ITEMS_PER_ADD + 1 }, () => newItemId());
    for (const items of [[], many, ['x' as ItemId]])
      expect(await tryCall(who, 'addToAlbum', { ...ask, items })).toBe('bad-input');
    const mother = await addMember(library, who, 'viewer');
    expect(await tryCall(mother, 'addToAlbum', ask)).toBe('may-not');
    await Promise.all([who.close(), mother.close()]);
  });

  test('that was chosen while adding has the item when it is ready; one that is not there is passed over', async () => {
    const { who, library } = await createLibrary();
    const { album } = await who.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const item = await uploadItem(who, library, await uniqueJpeg(), { albums: [ALL, album, newAlbumId()] });
    await waitUntilProcessed(library, item);
    for (const one of [ALL, album])
      expect([...(await inspect.docs(paths.entries(library, one))).keys()]).toEqual([item]);
    await who.close();
  });
});
