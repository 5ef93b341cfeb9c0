import { INDEX_TIMEOUT_S, PART_TIMEOUT_S } from '@maru/model';
import type { getFunctions } from 'firebase-admin/functions';
import type { Queue } from '../../ports/queue.ts';

const isAlreadyEnqueued = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'functions/task-already-exists';

/** The task queues of a region; `deadline` is the dispatch deadline of a task in seconds. */
export function taskQueue(functions: ReturnType<typeof getFunctions>, region: string, deadline: number): Queue {
  const queueOf = (name: string) => functions.taskQueue(`locations/${region}/functions/${name}`);
  const enqueue = (name: string, task: object, dispatchDeadlineSeconds: number): Promise<void> =>
    queueOf(name).enqueue(task, { dispatchDeadlineSeconds });
  return {
    processItem: (task, queue) => enqueue(queue, task, deadline),
    processChunk: (task) => enqueue('processChunk', task, PART_TIMEOUT_S),
    makeStrip: (task) => enqueue('processChunk', { ...task, part: 'strip' }, PART_TIMEOUT_S),
    indexAlbum: async (task, at) => {
      const { library, album } = task;
      try {
        await queueOf('indexAlbum').enqueue(task, {
          id: `${library}-${album}-${String(at)}`,
          scheduleTime: new Date(at),
          dispatchDeadlineSeconds: INDEX_TIMEOUT_S,
        });
      } catch (error) {
        if (!isAlreadyEnqueued(error)) throw error;
      }
    },
    ingestSubmission: (task) => enqueue('ingestSubmission', task, deadline),
    reprocessAlbum: (task) => enqueue('reprocessAlbum', task, deadline),
    rotateTokens: (task) => enqueue('rotateTokens', task, deadline),
  };
}
