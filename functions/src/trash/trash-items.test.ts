import { ALL, MAX_EDIT_WRITES, paths, readAlbum, TRASH, TRASH_DAYS, type ItemId } from '@maru/model';
import { describe, expect, test } from 'vitest';
import {
  drafts,
  editor,
  guest,
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
import { countingStore } from '../api/counting-store.ts';
import type { Store } from '../ports/documents.ts';
import { openOriginals } from '../library/open-originals.ts';
import { addToAlbum } from '../library/albums.ts';
import { restoreItems, trashItems } from './trash-items.ts';

const trash = (world: TrashWorld, items: ItemId[], caller = owner) =>
  trashItems(world.ports, caller, { library, items });
const restore = (world: TrashWorld, items: ItemId[], caller = owner) =>
  restoreItems(world.ports, caller, { library, items });

/** Items in several albums: `a` for everybody, `b` for the guest too, a Live Photo `c` with `d`, and `e` that only owners and editors see. */
function world(): TrashWorld {
  const at = new TrashWorld();
  at.put('a', [ALL, summer]);
  at.put('b', [ALL, summer, wedding]);
  at.putLivePhoto('c', 'd', [ALL, wedding]);
  at.put('e', [drafts]);
  return at;
}
const ITEMS = ['a', 'b', 'c', 'e'].map(idOf);

test('moves items from all their albums to the trash and back, equal by fields', async () => {
  const at = world();
  const before = at.end;
  expect(await trash(at, ITEMS)).toEqual({ trashed: 4 });
  for (const id of ITEMS) expect(at.shownIn(id)).toEqual([TRASH]);
  expect(at.item(idOf('b'))).toMatchObject({ albums: [ALL, summer, wedding], trashedAt: expect.any(Number) as number });
  expect(at.item(idOf('d')).trashedAt).toBe(at.item(idOf('c')).trashedAt);
  expect([...at.tasks].sort()).toEqual(
    ['index all', ...[drafts, summer, TRASH, wedding].map((one) => `index ${one}`), 'rotate'].sort(),
  );
  expect(readAlbum(at.documents.get(paths.album(library, TRASH)))).toMatchObject({
    readers: ['editor', 'owner'],
    audience: { kind: 'people', people: [], circles: [] },
    guestUploads: 'no',
  });
  at.tasks.clear();
  expect(await restore(at, ITEMS)).toEqual({ restored: 4 });
  expect([...at.tasks].sort()).toEqual(
    ['index all', ...[drafts, summer, TRASH, wedding].map((one) => `index ${one}`)].sort(),
  );
  at.documents.delete(paths.album(library, TRASH));
  at.tasks.clear();
  expect(at.end).toEqual({ ...(before as object), rotated: ['a', 'b', 'c', 'd'].map(idOf) });
});

test('leaves a tombstone wherever an entry was', async () => {
  const at = world();
  await trash(at, [idOf('b')]);
  const tombstones = () => [...at.documents.keys()].filter((path) => path.includes(`/entries/${idOf('b')}~`));
  expect(tombstones().map((path) => path.split('/')[3])).toEqual([ALL, summer, wedding]);
  await restore(at, [idOf('b')]);
  expect(tombstones().map((path) => path.split('/')[3])).toContain(TRASH);
});

test.each(['trash', 'restore'])(
  '%s, killed after any step and repeated, ends as without interruption',
  async (what) => {
    const create = world;
    const act = async (at: TrashWorld) => {
      if (what === 'restore' && !at.has(paths.album(library, TRASH))) {
        const { steps } = at;
        at.steps = Infinity;
        await trash(at, ITEMS);
        at.tasks.clear();
        at.steps = steps;
      }
      return what === 'trash' ? trash(at, ITEMS) : restore(at, ITEMS);
    };
    const reference = create();
    await act(reference);
    // A rotation that could not be enqueued is found by the sweeper.
    const endOf = (at: TrashWorld) => {
      at.tasks.delete('rotate');
      return at.end;
    };
    const expected = endOf(reference);
    const kills = await killedAtEachStep(create, act, (at, killed) => {
      expect(endOf(at), killed).toEqual(expected);
    });
    expect(kills).toBeGreaterThan(4);
  },
);

test('returns the same when it is repeated, and moves nothing twice', async () => {
  const at = world();
  await trash(at, ITEMS);
  const { trashedAt } = at.item(idOf('a'));
  expect(await trash(at, ITEMS)).toEqual({ trashed: 4 });
  expect(at.item(idOf('a')).trashedAt).toBe(trashedAt);
  await restore(at, ITEMS);
  expect(await restore(at, ITEMS)).toEqual({ restored: 4 });
});

test('moves more items than one transaction may write', async () => {
  const at = new TrashWorld();
  const letters = Array.from('abcdefghijklmnopqrst').flatMap((one) => Array.from('abcdefghij').map((two) => one + two));
  const items = letters.map((one) => at.put(one, [ALL, summer, wedding]));
  const { store, writes, deletes } = countingStore(at.store);
  let most = 0;
  const transact: Store['transact'] = async (run) => {
    const before = writes() + deletes();
    const result = await store.transact(run);
    most = Math.max(most, writes() + deletes() - before);
    return result;
  };
  const ports = { ...at.ports, store: { ...store, transact } };
  expect(await trashItems(ports, owner, { library, items })).toEqual({ trashed: 200 });
  expect(await restoreItems(ports, owner, { library, items })).toEqual({ restored: 200 });
  expect(most).toBeGreaterThan(MAX_EDIT_WRITES / 2);
  expect(most).toBeLessThanOrEqual(MAX_EDIT_WRITES);
});

describe('permissions', () => {
  test('an editor moves and restores only what they uploaded', async () => {
    const at = world();
    const own = at.put('o', [ALL], { uploader: 'editor' });
    expect(await trash(at, [idOf('a'), own], editor)).toEqual({ trashed: 1 });
    expect([at.shownIn(idOf('a')), at.shownIn(own)]).toEqual([[ALL, summer].sort(), [TRASH]]);
    await trash(at, [idOf('a')]);
    expect(await restore(at, [idOf('a'), own], editor)).toEqual({ restored: 1 });
    expect([at.shownIn(idOf('a')), at.shownIn(own)]).toEqual([[TRASH], [ALL]]);
  });

  test("only owners move a guest's item", async () => {
    const at = world();
    const item = at.put('g', [ALL, wedding], { uploader: 'guest', guest: '옆집' });
    expect(await trash(at, [item], editor)).toEqual({ trashed: 0 });
    expect(await trash(at, [item])).toEqual({ trashed: 1 });
  });

  test.each([viewer, guest])('nobody else moves or restores anything', async (caller) => {
    const at = world();
    at.put('v', [ALL], { uploader: caller.uid });
    for (const act of [trash, restore]) await expect(act(at, [idOf('v')], caller)).rejects.toThrow('forbidden');
    expect(at.shownIn(idOf('v'))).toEqual([ALL]);
  });

  test('nothing moves in a library that is scheduled for deletion', async () => {
    const at = world();
    at.documents.set(paths.library(library), {
      ...at.documents.get(paths.library(library)),
      deleteAt: new Date(START + TRASH_DAYS),
    });
    await expect(trash(at, ITEMS)).rejects.toThrow('forbidden');
  });
});

describe('what is moved', () => {
  test.each([
    ['is being uploaded', { state: 'uploading', token: undefined, kind: undefined }],
    ['lost its bytes', { state: 'failed', failure: 'damaged', token: undefined, kind: undefined }],
    ['waits for moderation', { albums: [], uploader: 'guest', guest: '옆집' }],
  ])('not an item that %s', async (_, over) => {
    const at = new TrashWorld();
    const item = at.put('a', [ALL], over);
    const before = at.documents.get(paths.item(library, item));
    expect(await trash(at, [item, idOf('x')])).toEqual({ trashed: 0 });
    expect(at.documents.get(paths.item(library, item))).toEqual(before);
    expect(at.has(paths.album(library, TRASH))).toBe(false);
  });

  test('an item in processing, which gets no entry yet', async () => {
    const at = new TrashWorld();
    const item = at.put('a', [ALL], { state: 'processing', token: undefined, kind: undefined });
    expect(await trash(at, [item])).toEqual({ trashed: 1 });
    expect(at.shownIn(item)).toEqual([]);
    expect(at.rotated).toEqual([]);
  });

  test('a Live Photo with its video, also by the name of the video', async () => {
    const at = world();
    expect(await trash(at, [idOf('d')])).toEqual({ trashed: 1 });
    expect([idOf('c'), idOf('d')].map((id) => at.item(id).trashedAt !== undefined)).toEqual([true, true]);
    expect([idOf('c'), idOf('d')].map((id) => at.shownIn(id))).toEqual([[TRASH], []]);
    expect(await restore(at, [idOf('d')])).toEqual({ restored: 1 });
    expect(at.shownIn(idOf('c'))).toEqual([ALL, wedding]);
  });
});

test('leaves a video that is part of its photo no longer', async () => {
  const at = world();
  const { motionOf: _, ...video } = at.documents.get(paths.item(library, idOf('d'))) ?? {};
  at.documents.set(paths.item(library, idOf('d')), video);
  await trash(at, [idOf('c')]);
  expect(at.item(idOf('d')).trashedAt).toBeUndefined();
});

describe('tokens', () => {
  test('rotate if somebody sees the item no longer, and only then', async () => {
    const at = world();
    await trash(at, ITEMS);
    expect(at.rotated).toEqual(['a', 'b', 'c', 'd'].map(idOf));
    expect(at.tasks).toContain('rotate');
  });

  test('rotate also if a rotation is pending, which would miss the item', async () => {
    const at = world();
    at.documents.set(paths.rotation(library, 'pending'), { albums: [drafts], everything: false, at: new Date(START) });
    await trash(at, [idOf('e')]);
    expect(at.rotated).toEqual([idOf('e')]);
    at.finishRotations();
    at.documents.set(paths.rotation(library, 'listed'), { albums: [], items: [idOf('a')], at: new Date(START) });
    at.put('f', [drafts]);
    await trash(at, [idOf('f')]);
    expect(at.rotated).toEqual([idOf('a')]);
  });
});

describe('restoring', () => {
  test('to the albums that still exist, or to all', async () => {
    const at = world();
    await trash(at, ITEMS);
    at.documents.delete(paths.album(library, summer));
    const path = paths.album(library, drafts);
    at.documents.set(path, { ...at.documents.get(path), deletedAt: new Date(START) });
    await restore(at, ITEMS);
    expect(at.shownIn(idOf('b'))).toEqual([ALL, wedding]);
    expect(at.item(idOf('b')).albums).toEqual([ALL, wedding]);
    expect(at.shownIn(idOf('e'))).toEqual([ALL]);
    expect(at.item(idOf('e')).albums).toEqual([ALL]);
  });

  test('by adding to an album: it is in this album only, like a new upload', async () => {
    const at = world();
    await trash(at, ITEMS);
    at.tasks.clear();
    const added = await addToAlbum(at.ports, editor, { library, album: wedding, items: [idOf('a'), idOf('d')] });
    expect(added).toEqual({ added: [idOf('a'), idOf('c')] });
    for (const id of [idOf('a'), idOf('c')]) {
      expect(at.shownIn(id)).toEqual([wedding]);
      expect(at.item(id)).toMatchObject({ albums: [wedding] });
    }
    for (const id of ['a', 'c', 'd'].map(idOf)) expect(at.item(id).trashedAt).toBeUndefined();
    expect([...at.tasks].sort()).toEqual([`index ${TRASH}`, `index ${wedding}`]);
  });
});

test('an original in the trash is opened through the trash only, by owners and editors', async () => {
  const at = world();
  const ports = { ...at.ports, originals: { ...at.ports.originals, signedUrl: () => Promise.resolve('url') } };
  const isOpen = async (caller = owner, album = TRASH) => {
    const { originals } = await openOriginals(ports, caller, { library, album, items: [idOf('b')] });
    return originals.length > 0;
  };
  expect(await isOpen()).toBe(false);
  await trash(at, ITEMS);
  expect([await isOpen(), await isOpen(editor)]).toEqual([true, true]);
  expect([await isOpen(viewer), await isOpen(owner, ALL), await isOpen(editor, wedding)]).toEqual([
    false,
    false,
    false,
  ]);
  await expect(isOpen(guest)).rejects.toThrow('forbidden');
});
