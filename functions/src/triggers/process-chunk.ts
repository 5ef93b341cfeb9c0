import { PART_TIMEOUT_S, PROCESS_ATTEMPTS } from '@maru/model';
import { item, library } from '@maru/model/api/schemas';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { processItem } from '../processing/process-item.ts';
import { PARALLEL_CHUNKS, processPart } from '../streams/process-part.ts';
import { makeStrip } from '../strips/make-strip.ts';
import { lowerPriority, MEDIA_DEPLOYMENT, ports } from '../wiring.ts';
import { VIDEO_INSTANCE } from './instance-options.ts';

const Strip = v.object({ library, item, rev: v.number(), part: v.literal('strip') });
const Section = v.strictObject({ library, item, generation: v.string() });
const Task = v.object({
  ...{ library, item, generation: v.string(), rev: v.number() },
  part: v.union([
    v.literal('sound'),
    v.literal('lead'),
    v.literal('hash'),
    v.pipe(v.number(), v.integer(), v.minValue(0)),
  ]),
});

/**
 * Queue: processes the parts of long videos, makes the strips of all, and cuts sections. It reads originals by ranges; on its disk, a part of its memory, is
 * one chunk.
 */
export const processChunk = onTaskDispatched(
  {
    ...MEDIA_DEPLOYMENT,
    ...VIDEO_INSTANCE,
    concurrency: 1,
    timeoutSeconds: PART_TIMEOUT_S,
    maxInstances: PARALLEL_CHUNKS,
    rateLimits: { maxConcurrentDispatches: PARALLEL_CHUNKS },
    retryConfig: { maxAttempts: 2 * PROCESS_ATTEMPTS, minBackoffSeconds: 10, maxBackoffSeconds: 300 },
  },
  async ({ data }) => {
    lowerPriority();
    const task = v.parse(v.union([Strip, Task, Section]), data);
    if (!('part' in task)) await processItem(ports(), task);
    else await (task.part === 'strip' ? makeStrip(ports(), task) : processPart(ports(), task));
  },
);
