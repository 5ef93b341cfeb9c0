import { PROCESS_TIMEOUT_S } from '@maru/model';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { runReprocessing } from '../processing/reprocess-album.ts';
import { DEPLOYMENT, ports } from '../wiring.ts';
import { LIGHT_INSTANCE } from './instance-options.ts';
import { album, library } from '@maru/model/api/schemas';

const Task = v.object({ library, album });

/** Queue: reprocesses an album or a library. Mostly waits. */
export const reprocessAlbum = onTaskDispatched(
  {
    ...DEPLOYMENT,
    ...LIGHT_INSTANCE,
    concurrency: 8,
    maxInstances: 1,
    timeoutSeconds: PROCESS_TIMEOUT_S,
    rateLimits: { maxConcurrentDispatches: 8 },
    retryConfig: { maxAttempts: 20, minBackoffSeconds: 10, maxBackoffSeconds: 60 },
  },
  async ({ data }) => runReprocessing(ports(), v.parse(Task, data)),
);
