import { ALL, MAX_ITEMS_PER_ADD, paths, readAlbum, type ItemId } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { until } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { freshAlbum, freshItem } from '../harness/seed.ts';
import { add, drawing, owner, settled } from './adding.ts';
import { joined, only, readersOfAlbum, refused } from './family.ts';

describe('an album', () => {
  test('for single people is seen by them and by who tends the library, also by who comes later', async () => {
    const { who, library } = await owner();
    const [mother, father] = [
      await joined(library, who, 'viewer', '엄마'),
      await joined(library, who, 'viewer', '아빠'),
    ];
    const { album } = await who.call('createAlbum', { library, title: '생신 준비', audience: only(mother) });
    expect(await readersOfAlbum(library, album)).toEqual([who.uid, mother.uid].sort());
    const editor = await joined(library, who, 'editor', '도윤');
    expect(await readersOfAlbum(library, album)).toEqual([who.uid, mother.uid, editor.uid].sort());
    expect(await readersOfAlbum(library, ALL)).toHaveLength(4);
    await Promise.all([who.close(), mother.close(), father.close(), editor.close()]);
  });

  test('is refused to viewers, for people who are no members, and for audiences that are none', async () => {
    const { who, library } = await owner();
    const mother = await joined(library, who, 'viewer');
    const ask = { library, title: '여름', audience: { kind: 'library' } };
    expect(await refused(mother, 'createAlbum', ask)).toBe('may-not');
    for (const audience of [
      { kind: 'people', people: ['somebody-else'], circles: [] },
      { kind: 'people', people: [] },
      { kind: 'world' },
      undefined,
    ])
      expect(await refused(who, 'createAlbum', { ...ask, audience })).toBe('bad-input');
    expect(await refused(who, 'createAlbum', { ...ask, title: '' })).toBe('bad-input');
    await Promise.all([who.close(), mother.close()]);
  });

  test('gets items that the library has: what is ready at once, each once', async () => {
    const { who, library } = await owner();
    const { album } = await who.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const items = [await add(who, library, await drawing()), await add(who, library, await drawing())];
    for (const item of items) await settled(library, item);
    const ask = { library, album, items: [...items, freshItem()] };
    expect(await who.call('addToAlbum', ask)).toEqual({ added: 2 });
    expect(await who.call('addToAlbum', ask)).toEqual({ added: 0 });
    expect([...(await inspect.docs(paths.entries(library, album))).keys()].sort()).toEqual([...items].sort());
    await until(
      'it is counted',
      async () => readAlbum(await inspect.doc(paths.album(library, album))).count === 2 || undefined,
    );
    expect(await refused(who, 'addToAlbum', { ...ask, album: freshAlbum() })).toBe('not-found');
    const many = Array.from({ length: MAX_ITEMS_PER_ADD + 1 }, () => freshItem());
    for (const items of [[], many, ['x' as ItemId]])
      expect(await refused(who, 'addToAlbum', { ...ask, items })).toBe('bad-input');
    const mother = await joined(library, who, 'viewer');
    expect(await refused(mother, 'addToAlbum', ask)).toBe('may-not');
    await Promise.all([who.close(), mother.close()]);
  });

  test('that was chosen while adding has the item when it is ready; one that is not there is passed over', async () => {
    const { who, library } = await owner();
    const { album } = await who.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
    const item = await add(who, library, await drawing(), { albums: [ALL, album, freshAlbum()] });
    await settled(library, item);
    for (const one of [ALL, album])
      expect([...(await inspect.docs(paths.entries(library, one))).keys()]).toEqual([item]);
    await who.close();
  });
});
