import { REGION } from '@maru/model';
import type { getFunctions } from 'firebase-admin/functions';
import type { Queue } from '../../ports/queue.ts';

/** The task queues; `deadline` is the dispatch deadline of a task in seconds. */
export function taskQueue(functions: ReturnType<typeof getFunctions>, deadline: number): Queue {
  const enqueue = (name: string, task: object, dispatchDeadlineSeconds: number): Promise<void> =>
    functions.taskQueue(`locations/${REGION}/functions/${name}`).enqueue(task, { dispatchDeadlineSeconds });
  return {
    processItem: (task, queue) => enqueue(queue, task, deadline),
    summarizeAlbum: (task) => enqueue('summarizeAlbum', task, 60),
    ingestSubmission: (task) => enqueue('ingestSubmission', task, deadline),
    reprocessAlbum: (task) => enqueue('reprocessAlbum', task, deadline),
    rotateTokens: (task) => enqueue('rotateTokens', task, deadline),
  };
}
