import { MAKE_ATTEMPTS, MAKE_S, REGION } from '@maru/model';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as v from 'valibot';
import { make as makeItem } from '../pipelines/make.ts';
import { ports } from '../wiring.ts';
import { item, library } from './shapes.ts';

const Task = v.object({ library, item, generation: v.string() });

/**
 * Makes one item. One at a time in an instance: a picture may take all of its memory. More tries than `MAKE_ATTEMPTS`,
 * because asking while another holds the lease is none.
 */
export const make = onTaskDispatched(
  {
    region: REGION,
    memory: '4GiB',
    cpu: 2,
    concurrency: 1,
    timeoutSeconds: MAKE_S,
    rateLimits: { maxConcurrentDispatches: process.env['FUNCTIONS_EMULATOR'] === 'true' ? 2 : 8 },
    retryConfig: { maxAttempts: 2 * MAKE_ATTEMPTS, minBackoffSeconds: 10, maxBackoffSeconds: 300 },
  },
  async ({ data }) => makeItem(ports(), v.parse(Task, data)),
);
