import { ALL } from '@maru/model';
import { expect, test } from 'vitest';
import { idOf, library, owner, summer, TrashWorld } from '../../testing/trash-world.ts';
import { countingStore } from '../api/counting-store.ts';
import { removeFromAlbum } from '../library/remove-from-album.ts';
import { purgeItems } from './delete-items.ts';
import { purgeTrash } from './purge-trash.ts';
import { restoreItems, trashItems } from './trash-items.ts';

// docs/costs.md names these numbers, without the rate counter, the permission, indexes and rotations.
test('ten photos in two albums cost no more to trash, restore, remove, delete and purge than they did', async () => {
  const at = new TrashWorld();
  const items = Array.from('abcdefghij').map((letter) => at.put(letter, [ALL, summer]));
  const costs: Record<string, unknown> = {};
  const measure = async (name: string, act: (ports: TrashWorld['ports']) => Promise<unknown>) => {
    const { store, reads, writes, deletes } = countingStore(at.store);
    await act({ ...at.ports, store });
    costs[name] = [reads(), writes(), deletes()];
    at.finishRotations();
  };
  at.put('k', [ALL]);
  await measure('first', (ports) => trashItems(ports, owner, { library, items: [idOf('k')] }));
  await measure('trash', (ports) => trashItems(ports, owner, { library, items }));
  await measure('restore', (ports) => restoreItems(ports, owner, { library, items }));
  await measure('remove', (ports) => removeFromAlbum(ports, owner, { library, album: summer, items }));
  await measure('again', (ports) => trashItems(ports, owner, { library, items }));
  await measure('delete', (ports) => purgeItems(ports, owner, { library, items }));
  await measure('purge', (ports) => purgeTrash(ports));
  await measure('nothing to purge', (ports) => purgeTrash(ports));
  expect(costs).toMatchObject({
    // Twice each item; library, rotations and three albums. Each item, three entries with two tombstones; the rotation.
    trash: [25, 41, 20],
    restore: [23, 40, 10],
    // Library, items, albums and rotations.
    remove: [14, 20, 10],
    delete: [11, 20, 10],
    // Three times each item, its lease, and its submissions twice.
    purge: [65, 20, 30],
    'nothing to purge': [4, 0, 0],
  });
});
