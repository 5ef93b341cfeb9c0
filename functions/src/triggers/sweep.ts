import { REGION } from '@maru/model';
import { onSchedule } from 'firebase-functions/scheduler';
import { sweep as sweepAll } from '../maintenance/sweep.ts';
import { ports } from '../wiring.ts';
import { SINGLE_INSTANCE } from './instance-options.ts';

/** Every five minutes: resumes interrupted work. */
export const sweep = onSchedule({ ...SINGLE_INSTANCE, schedule: 'every 5 minutes', region: REGION }, async () => {
  await sweepAll(ports());
});
