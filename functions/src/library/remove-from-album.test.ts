import { ALL, paths, type AlbumId, type ItemId } from '@maru/model';
import { expect, test } from 'vitest';
import {
  drafts,
  editor,
  idOf,
  killedAtEachStep,
  library,
  owner,
  START,
  summer,
  TrashWorld,
  viewer,
  wedding,
} from '../../testing/trash-world.ts';
import { trashItems } from '../trash/trash-items.ts';
import { removeFromAlbum } from './remove-from-album.ts';

const remove = (world: TrashWorld, album: AlbumId, items: ItemId[], caller = editor) =>
  removeFromAlbum(world.ports, caller, { library, album, items });

function world(): TrashWorld {
  const at = new TrashWorld();
  at.put('a', [ALL, summer]);
  at.put('b', [drafts, wedding]);
  at.putLivePhoto('c', 'd', [ALL, wedding]);
  at.put('e', [summer]);
  return at;
}

test('removes entries and memberships, of a Live Photo also those of its video', async () => {
  const at = world();
  expect(await remove(at, wedding, ['b', 'c'].map(idOf))).toEqual({ removed: ['b', 'c'].map(idOf) });
  expect([at.shownIn(idOf('b')), at.shownIn(idOf('c'))]).toEqual([[drafts], [ALL]]);
  expect(['b', 'c', 'd'].map((one) => at.item(idOf(one)).albums)).toEqual([[drafts], [ALL], [ALL]]);
  expect([...at.tasks].sort()).toEqual([`index ${wedding}`, 'rotate']);
});

test('removes an item from all only if it is in another album', async () => {
  const at = world();
  expect(await remove(at, ALL, [idOf('a')])).toEqual({ removed: [idOf('a')] });
  expect(at.shownIn(idOf('a'))).toEqual([summer]);
});

test.each([
  ['it is in no other album', 'e'],
  ['its other albums do not exist', 'x'],
  ['its other album was deleted', 'y'],
] as const)('skips an item if %s', async (_, letter) => {
  const at = world();
  at.put('x', [summer, 'g'.repeat(20) as AlbumId]);
  at.put('y', [summer, drafts]);
  const path = paths.album(library, drafts);
  at.documents.set(path, { ...at.documents.get(path), deletedAt: new Date(START) });
  expect(await remove(at, summer, ['a', letter].map(idOf))).toEqual({ removed: [idOf('a')] });
  expect(at.item(idOf(letter)).albums).toContain(summer);
  expect(at.shownIn(idOf(letter))).toContain(summer);
  expect(at.shownIn(idOf('a'))).toEqual([ALL]);
});

test('a repeated call returns the same items', async () => {
  const at = world();
  const items = ['a', 'e', 'b'].map(idOf);
  const { removed } = await remove(at, summer, items);
  expect([...removed].sort()).toEqual(['a', 'b'].map(idOf));
  expect([...(await remove(at, summer, items)).removed].sort()).toEqual(['a', 'b'].map(idOf));
});

test('rotates the tokens of what a reader of the album sees nowhere else', async () => {
  const at = world();
  // Everybody who sees the summer sees all photos.
  await remove(at, summer, [idOf('a')]);
  expect(at.rotated).toEqual([]);
  // The guest sees them in no other album.
  await remove(at, wedding, ['b', 'c'].map(idOf));
  expect(at.rotated).toEqual(['b', 'c', 'd'].map(idOf));
});

test('rotates also if a rotation is pending, which would miss the item', async () => {
  const at = world();
  at.documents.set(paths.rotation(library, 'pending'), { albums: [summer], everything: false, at: new Date(START) });
  await remove(at, summer, [idOf('a')]);
  expect(at.rotated).toEqual([idOf('a')]);
});

test('leaves items in the trash as they are', async () => {
  const at = world();
  await trashItems(at.ports, owner, { library, items: [idOf('a')] });
  expect(await remove(at, summer, [idOf('a')])).toEqual({ removed: [] });
  expect(at.item(idOf('a')).albums).toEqual([ALL, summer]);
});

test('a viewer removes nothing, and nobody anything from an album that does not exist', async () => {
  const at = world();
  await expect(remove(at, summer, [idOf('a')], viewer)).rejects.toThrow('forbidden');
  await expect(remove(at, 'g'.repeat(20) as AlbumId, [idOf('a')])).rejects.toThrow('not-found');
});

test('killed after any step and repeated, it ends as without interruption', async () => {
  const act = (at: TrashWorld) => remove(at, wedding, ['b', 'c'].map(idOf));
  const endOf = (at: TrashWorld) => {
    at.tasks.delete('rotate');
    return at.end;
  };
  const reference = world();
  await act(reference);
  const expected = endOf(reference);
  const kills = await killedAtEachStep(world, act, (at, killed) => {
    expect(endOf(at), killed).toEqual(expected);
  });
  expect(kills).toBeGreaterThan(2);
});
