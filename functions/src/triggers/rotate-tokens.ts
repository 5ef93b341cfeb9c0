import { PROCESS_TIMEOUT_S, REGION } from '@maru/model';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { rotate as rotateTokens } from '../token-rotation/rotate.ts';
import { ports } from '../wiring.ts';
import { LIGHT } from './instance-options.ts';
import { library } from '@maru/model/api/schemas';

const Task = v.object({ library, rotation: v.string() });

/** Ends the URLs of what somebody lost. More tries than it may fail, because asking while another is at it is one. */
export const rotate = onTaskDispatched(
  {
    region: REGION,
    ...LIGHT,
    concurrency: 1,
    maxInstances: 8,
    timeoutSeconds: PROCESS_TIMEOUT_S,
    // Most of it is waiting.
    rateLimits: { maxConcurrentDispatches: 8 },
    retryConfig: { maxAttempts: 20, minBackoffSeconds: 10, maxBackoffSeconds: 60 },
  },
  async ({ data }) => rotateTokens(ports(), v.parse(Task, data)),
);
