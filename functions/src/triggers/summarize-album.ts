import { REGION } from '@maru/model';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { summarizeAlbum as summarize } from '../album-index/summarize.ts';
import { ports } from '../wiring.ts';
import { SINGLE_INSTANCE } from './instance-options.ts';
import { album, library } from '@maru/model/api/schemas';

const Task = v.object({ library, album, at: v.number() });

/** Queue: updates an album's count, cover and span. One at a time, so that a burst of entries causes few writes. */
export const summarizeAlbum = onTaskDispatched(
  {
    region: REGION,
    ...SINGLE_INSTANCE,
    timeoutSeconds: 60,
    rateLimits: { maxConcurrentDispatches: 1 },
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 2 },
  },
  async ({ data }) => summarize(ports(), v.parse(Task, data)),
);
