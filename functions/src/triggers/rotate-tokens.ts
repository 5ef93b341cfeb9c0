import { PROCESS_TIMEOUT_S } from '@maru/model';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { rotateTokens as rotate } from '../token-rotation/rotate.ts';
import { DEPLOYMENT, ports } from '../wiring.ts';
import { LIGHT_INSTANCE } from './instance-options.ts';
import { library } from '@maru/model/api/schemas';

const Task = v.object({ library, rotation: v.string() });

/** Queue: revokes the URLs of items that someone lost access to. Has extra attempts, because a task that finds the lock held counts. */
export const rotateTokens = onTaskDispatched(
  {
    ...DEPLOYMENT,
    ...LIGHT_INSTANCE,
    concurrency: 1,
    maxInstances: 8,
    timeoutSeconds: PROCESS_TIMEOUT_S,
    // Mostly waits.
    rateLimits: { maxConcurrentDispatches: 8 },
    retryConfig: { maxAttempts: 20, minBackoffSeconds: 10, maxBackoffSeconds: 60 },
  },
  async ({ data }) => rotate(ports(), v.parse(Task, data)),
);
