import { PROCESS_ATTEMPTS, PROCESS_TIMEOUT_S } from '@maru/model';
import { onTaskDispatched, type TaskQueueFunction } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { processItem } from '../processing/process-item.ts';
import { lowerPriority, MEDIA_DEPLOYMENT, ports } from '../wiring.ts';
import { item, library } from '@maru/model/api/schemas';

const Task = v.object({ library, item, generation: v.string() });

/** The resources of a processing queue; measured: docs/decisions/0016. */
export interface QueueOptions {
  readonly memory: '2GiB' | '4GiB';
  readonly cpu: number;
  /** How many items it processes at once, each in its own instance. */
  readonly maxConcurrent: number;
  /** Whether it runs at lower priority on a shared machine (the emulators). */
  readonly lowPriority: boolean;
}

/**
 * A queue that processes items, one at a time per instance: an image may take all of its memory. The queue retries more often than
 * `PROCESS_ATTEMPTS`, because a task that finds the lease held is not an attempt.
 */
export const processingQueue = ({ memory, cpu, maxConcurrent, lowPriority }: QueueOptions): TaskQueueFunction =>
  onTaskDispatched(
    {
      ...MEDIA_DEPLOYMENT,
      memory,
      cpu,
      concurrency: 1,
      timeoutSeconds: PROCESS_TIMEOUT_S,
      maxInstances: maxConcurrent,
      rateLimits: { maxConcurrentDispatches: maxConcurrent },
      retryConfig: { maxAttempts: 2 * PROCESS_ATTEMPTS, minBackoffSeconds: 10, maxBackoffSeconds: 300 },
    },
    async ({ data }) => {
      if (lowPriority) lowerPriority();
      await processItem(ports(), v.parse(Task, data));
    },
  );
