import { REGION } from '@maru/model';
import { onSchedule } from 'firebase-functions/scheduler';
import { sweep as sweepAll } from '../pipelines/sweep.ts';
import { ports } from '../wiring.ts';
import { ALONE } from './machines.ts';

/** Every five minutes: puts what was left behind into the queue again. */
export const sweep = onSchedule({ ...ALONE, schedule: 'every 5 minutes', region: REGION }, async () => {
  await sweepAll(ports());
});
