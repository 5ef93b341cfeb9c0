import type { AlbumId, LibraryId } from '@maru/model';
import { expect, test } from 'vitest';
import { taskQueue } from './task-queue.ts';

test('enqueues every task in the region of the functions', async () => {
  const queues: string[] = [];
  const functions = {
    taskQueue: (name: string) => {
      queues.push(name);
      return { enqueue: () => Promise.resolve() };
    },
  } as unknown as Parameters<typeof taskQueue>[0];
  const queue = taskQueue(functions, 'us-central1', 1800);
  const [library, album] = ['l' as LibraryId, 'a' as AlbumId];
  await queue.indexAlbum({ library, album }, 0);
  await queue.reprocessAlbum({ library, album });
  await queue.rotateTokens({ library, rotation: 'r' });
  expect(queues).toEqual(
    ['indexAlbum', 'reprocessAlbum', 'rotateTokens'].map((name) => `locations/us-central1/functions/${name}`),
  );
});
