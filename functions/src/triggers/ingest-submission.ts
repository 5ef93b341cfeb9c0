import { PROCESS_TIMEOUT_S } from '@maru/model';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { ingestSubmission as ingest } from '../submissions/ingest-submission.ts';
import { DEPLOYMENT, ports } from '../wiring.ts';
import { LIGHT_INSTANCE } from './instance-options.ts';
import { library, submission } from '@maru/model/api/schemas';

const Task = v.object({ library, submission });

/** Queue: takes a guest's upload into the library. Streams the bytes without storing them. */
export const ingestSubmission = onTaskDispatched(
  {
    ...DEPLOYMENT,
    ...LIGHT_INSTANCE,
    concurrency: 4,
    maxInstances: 2,
    timeoutSeconds: PROCESS_TIMEOUT_S,
    rateLimits: { maxConcurrentDispatches: 8 },
    retryConfig: { maxAttempts: 10, minBackoffSeconds: 5, maxBackoffSeconds: 300 },
  },
  async ({ data }) => ingest(ports(), v.parse(Task, data)),
);
