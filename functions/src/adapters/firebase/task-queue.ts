import { REGION } from '@maru/model';
import type { getFunctions } from 'firebase-admin/functions';
import type { Queue } from '../../ports/queue.ts';

/** The task queues; `deadline` is how many seconds one task may take before the queue gives it up. */
export function taskQueue(functions: ReturnType<typeof getFunctions>, deadline: number): Queue {
  const enqueue = (name: string, task: object, dispatchDeadlineSeconds: number): Promise<void> =>
    functions.taskQueue(`locations/${REGION}/functions/${name}`).enqueue(task, { dispatchDeadlineSeconds });
  return {
    make: (task, queue) => enqueue(queue, task, deadline),
    summarize: (task) => enqueue('summarizeAlbum', task, 60),
    admit: (task) => enqueue('admit', task, deadline),
    remake: (task) => enqueue('remake', task, deadline),
    rotate: (task) => enqueue('rotate', task, deadline),
  };
}
