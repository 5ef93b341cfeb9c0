import { ALL, paths, TRASH, TRASH_DAYS, type ItemId } from '@maru/model';
import { expect, test } from 'vitest';
import {
  editor,
  idOf,
  killedAtEachStep,
  library,
  owner,
  summer,
  TrashWorld,
  wedding,
} from '../../testing/trash-world.ts';
import { takeLease } from '../processing/lease.ts';
import { addToAlbum } from '../library/albums.ts';
import { retryItem } from '../processing/reprocess-item.ts';
import { emptyTrash, purgeItems } from './delete-items.ts';
import { purgeTrash } from './purge-trash.ts';
import { restoreItems, trashItems } from './trash-items.ts';

const DAY_MS = 86_400_000;
const trash = (world: TrashWorld, ...items: ItemId[]) => trashItems(world.ports, owner, { library, items });
const remove = (world: TrashWorld, ...items: ItemId[]) => purgeItems(world.ports, owner, { library, items });
/** A trash with a photo `a` and a Live Photo `b` with `c`; a photo `k` is in an album. */
async function world(): Promise<TrashWorld> {
  const at = new TrashWorld();
  at.put('a', [ALL, summer]);
  at.putLivePhoto('b', 'c', [ALL, wedding]);
  at.put('k', [ALL, wedding]);
  await trash(at, idOf('a'), idOf('b'));
  at.finishRotations();
  at.tasks.clear();
  return at;
}

/** The ids of the items that have documents, and those that have objects. */
const left = (at: TrashWorld): string[] => ['a', 'b', 'c', 'k'].filter((one) => at.has(paths.item(library, idOf(one))));
const stored = (at: TrashWorld): string[] => ['a', 'b', 'c', 'k'].filter((one) => at.objectsOf(idOf(one)).length > 0);

test('deletes items from the trash at once, and their objects at the next purge', async () => {
  const at = await world();
  await remove(at, idOf('a'), idOf('b'));
  for (const one of ['a', 'b', 'c']) {
    expect(at.shownIn(idOf(one))).toEqual([]);
  }
  // The albums too: the call that trashed the items may have ended before it scheduled them.
  expect([...at.tasks].sort()).toEqual([ALL, summer, TRASH, wedding].map((album) => `index ${album}`).sort());
  expect([left(at), at.bytes]).toEqual([['a', 'b', 'c', 'k'], 400]);
  expect(await purgeTrash(at.ports)).toBe(3);
  expect([left(at), stored(at), at.bytes]).toEqual([['k'], ['k'], 100]);
  expect([...at.documents.keys()].filter((path) => /work\/|stale|submissions/.test(path))).toEqual([]);
});

test('deletes nothing that is not in the trash', async () => {
  const at = await world();
  const before = at.documents.get(paths.item(library, idOf('k')));
  await remove(at, idOf('k'));
  await purgeTrash(at.ports);
  expect(at.documents.get(paths.item(library, idOf('k')))).toEqual(before);
});

test('only an owner deletes items for ever, or empties the trash', async () => {
  const at = new TrashWorld();
  at.put('a', [ALL], { uploader: 'editor' });
  await trash(at, idOf('a'));
  await expect(purgeItems(at.ports, editor, { library, items: [idOf('a')] })).rejects.toThrow('forbidden');
  await expect(emptyTrash(at.ports, editor, { library })).rejects.toThrow('forbidden');
  expect(at.shownIn(idOf('a'))).toEqual([TRASH]);
});

test(`purges items that were in the trash for ${String(TRASH_DAYS)} days, and no others`, async () => {
  const at = await world();
  const { trashedAt = 0 } = at.item(idOf('a'));
  await restoreItems(at.ports, owner, { library, items: [idOf('b')] });
  at.now = trashedAt + TRASH_DAYS * DAY_MS - 1000;
  await trash(at, idOf('b'));
  at.finishRotations();
  expect(await purgeTrash(at.ports)).toBe(0);
  at.now = trashedAt + TRASH_DAYS * DAY_MS + 1000;
  expect(await purgeTrash(at.ports)).toBe(1);
  expect([left(at), at.shownIn(idOf('b'))]).toEqual([['b', 'c', 'k'], [TRASH]]);
  expect(at.tasks).toContain(`index ${TRASH}`);
});

test('empties the trash; the purge deletes what a call left', async () => {
  const at = await world();
  const { clock } = at.ports;
  let calls = 0;
  // The time is up after the mark.
  const slow = { ...clock, now: () => ((calls += 1) > 1 ? clock.now() + 60_000 : clock.now()) };
  await emptyTrash({ ...at.ports, clock: slow }, owner, { library });
  expect(at.shownIn(idOf('a'))).toEqual([TRASH]);
  at.now += 120_000;
  at.put('n', [ALL]);
  await trash(at, idOf('n'));
  at.finishRotations();
  await purgeTrash(at.ports);
  expect([left(at), at.shownIn(idOf('n'))]).toEqual([['k'], [TRASH]]);
  await emptyTrash(at.ports, owner, { library });
  expect(at.shownIn(idOf('n'))).toEqual([]);
});

test.each(['deleting', 'emptying', 'purging'])(
  '%s, killed after any step and repeated, leaves nothing',
  async (what) => {
    const reference = await world();
    const worlds: TrashWorld[] = [];
    for (let n = 0; n < 80; n++) worlds.push(await world());
    const act = async (at: TrashWorld) => {
      if (what === 'emptying') await emptyTrash(at.ports, owner, { library });
      else if (what === 'deleting' || at.shownIn(idOf('a')).length > 0) {
        const { steps } = at;
        if (what === 'purging') at.steps = Infinity;
        await remove(at, idOf('a'), idOf('b'));
        if (what === 'purging') at.steps = steps;
      }
      if (what === 'purging') await purgeTrash(at.ports);
    };
    await act(reference);
    reference.now += 3_600_000;
    await purgeTrash(reference.ports);
    expect(left(reference)).toEqual(['k']);
    const kills = await killedAtEachStep(
      () => worlds.pop() as TrashWorld,
      act,
      async (at, killed) => {
        expect(at.shownIn(idOf('a')), killed).toEqual([]);
        at.now += 3_600_000;
        await purgeTrash(at.ports);
        expect([left(at), stored(at), at.bytes], killed).toEqual([['k'], ['k'], 100]);
      },
    );
    expect(kills).toBeGreaterThan(2);
  },
);

test('a deleted item that is added again before the purge begins is in that album', async () => {
  const at = await world();
  await remove(at, idOf('b'));
  await addToAlbum(at.ports, editor, { library, album: summer, items: [idOf('b')] });
  expect(await purgeTrash(at.ports)).toBe(0);
  expect([at.shownIn(idOf('b')), at.item(idOf('c')).albums]).toEqual([[summer], [summer]]);
});

test('nothing uses an item whose purge has begun', async () => {
  const at = await world();
  await remove(at, idOf('a'));
  const path = paths.item(library, idOf('a'));
  at.documents.set(path, { ...at.documents.get(path), isPurging: true, targetRev: 2 });
  expect(await addToAlbum(at.ports, owner, { library, album: summer, items: [idOf('a')] })).toEqual({ added: [] });
  expect(await restoreItems(at.ports, owner, { library, items: [idOf('a')] })).toEqual({ restored: 0 });
  await expect(retryItem(at.ports, owner, { library, item: idOf('a') })).rejects.toThrow('not-found');
  const lease = await takeLease(at.ports, { library, item: idOf('a'), generation: '1' });
  expect(lease.status).toBe('not-needed');
});

test.each([
  [
    'a run processes it',
    (at: TrashWorld) => {
      const lease = { holder: 'x', until: new Date(at.now + 60_000), generation: '1', tries: 1, token: 't' };
      at.documents.set(paths.lease(library, idOf('a')), lease);
    },
  ],
  ['a guest submitted it again', (at: TrashWorld) => at.putSubmission('uploaded', idOf('a'))],
  ['its submission waits for moderation', (at: TrashWorld) => at.putSubmission('pending', idOf('a'))],
  [
    'tokens are rotated',
    (at: TrashWorld) => {
      at.documents.set(paths.rotation(library, 'r'), { albums: [ALL], at: new Date(at.now) });
    },
  ],
])('keeps a deleted item while %s', async (_, hold) => {
  const at = await world();
  await remove(at, idOf('a'));
  hold(at);
  expect(await purgeTrash(at.ports)).toBe(0);
  expect(at.objectsOf(idOf('a'))).toHaveLength(3);
  expect(at.item(idOf('a')).isPurging).toBeUndefined();
  for (const path of [...at.documents.keys()]) if (/lease|rotations|submissions/.test(path)) at.documents.delete(path);
  at.now += 3_600_000;
  expect(await purgeTrash(at.ports)).toBe(1);
  expect(left(at)).toEqual(['b', 'c', 'k']);
});

test('removes the submissions of an item that ended, and its lease and stale mark', async () => {
  const at = await world();
  for (const state of ['added', 'declined', 'failed']) at.putSubmission(state, idOf('a'));
  const kept = at.putSubmission('added', idOf('k'));
  at.documents.set(paths.staleItem(library, idOf('a')), { until: new Date(0) });
  const lease = { holder: 'x', until: new Date(0), generation: '1', tries: 1, token: 't' };
  at.documents.set(paths.lease(library, idOf('a')), lease);
  await remove(at, idOf('a'));
  await purgeTrash(at.ports);
  const rest = [...at.documents.keys()].filter((path) => /lease|stale|submissions/.test(path));
  expect(rest).toEqual([paths.submission(library, kept)]);
});

test('counts no bytes of an item that lost them before', async () => {
  const at = await world();
  at.put('x', [ALL], { state: 'failed', failure: 'damaged', deletedAt: new Date(1) });
  const { bytes } = at;
  expect(await purgeTrash(at.ports)).toBe(1);
  expect(at.bytes).toBe(bytes);
});

test('leaves a new announcement of the file that replaced the item meanwhile', async () => {
  const at = await world();
  await remove(at, idOf('a'));
  const path = paths.item(library, idOf('a'));
  const { isPurging: _, deletedAt: __, ...item } = { isPurging: true, deletedAt: 1, ...at.documents.get(path) };
  const { renditions } = at.ports;
  const removeAll = (prefix: string) => {
    at.documents.set(path, { ...item, state: 'uploading' });
    return renditions.removeAll(prefix);
  };
  await purgeTrash({ ...at.ports, renditions: { ...renditions, removeAll } });
  expect(at.item(idOf('a')).state).toBe('uploading');
  expect(at.bytes).toBe(400);
});

test('an error of one item does not stop the others, and is tried again', async () => {
  const at = await world();
  await remove(at, idOf('a'), idOf('b'));
  const { renditions } = at.ports;
  const removeAll = (prefix: string) =>
    prefix.includes(idOf('a')) ? Promise.reject(new Error('the bucket is down')) : renditions.removeAll(prefix);
  expect(await purgeTrash({ ...at.ports, renditions: { ...renditions, removeAll } })).toBe(2);
  expect(at.logged).toContain('item purge failed');
  expect(left(at)).toEqual(['a', 'k']);
  at.now += 3_600_000;
  expect(await purgeTrash(at.ports)).toBe(1);
});

test('leaves a library that is scheduled for deletion as it is', async () => {
  const at = await world();
  await remove(at, idOf('a'));
  at.documents.set(paths.library(library), { ...at.documents.get(paths.library(library)), deleteAt: new Date(at.now) });
  expect(await purgeTrash(at.ports)).toBe(0);
  expect(left(at)).toContain('a');
});
