import { PROCESS_TIMEOUT_S, REGION } from '@maru/model';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { admit as take } from '../submissions/ingest-submission.ts';
import { ports } from '../wiring.ts';
import { LIGHT } from './instance-options.ts';
import { library, submission } from '@maru/model/api/schemas';

const Task = v.object({ library, offer: submission });

/** Takes what a guest sent into the library. It reads every byte and keeps none. */
export const admit = onTaskDispatched(
  {
    region: REGION,
    ...LIGHT,
    concurrency: 4,
    maxInstances: 2,
    timeoutSeconds: PROCESS_TIMEOUT_S,
    rateLimits: { maxConcurrentDispatches: 8 },
    retryConfig: { maxAttempts: 10, minBackoffSeconds: 5, maxBackoffSeconds: 300 },
  },
  async ({ data }) => take(ports(), v.parse(Task, data)),
);
