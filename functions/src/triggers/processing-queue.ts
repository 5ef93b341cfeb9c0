import { PROCESS_ATTEMPTS, PROCESS_TIMEOUT_S, REGION } from '@maru/model';
import { onTaskDispatched, type TaskQueueFunction } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { processItem } from '../processing/process-item.ts';
import { lowerPriority, ports } from '../wiring.ts';
import { item, library } from '@maru/model/api/schemas';

const Task = v.object({ library, item, generation: v.string() });

/** What one queue that makes items is given; the figures are measured: docs/decisions/0016. */
export interface QueueOptions {
  readonly memory: '2GiB' | '4GiB';
  readonly cpu: 1 | 2;
  /** How many it makes at once, each in an instance of its own. */
  readonly maxConcurrent: number;
  /** Whether it gives way to others on a shared machine. */
  readonly lowPriority: boolean;
}

/**
 * A queue that makes items. One at a time in an instance: a picture may take all of its memory. More tries than
 * `PROCESS_ATTEMPTS`, because asking while another holds the lease is none.
 */
export const processingQueue = ({ memory, cpu, maxConcurrent, lowPriority }: QueueOptions): TaskQueueFunction =>
  onTaskDispatched(
    {
      region: REGION,
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
