import { onSchedule } from 'firebase-functions/scheduler';
import { sweep as sweepAll } from '../maintenance/sweep.ts';
import { DEPLOYMENT, ports } from '../wiring.ts';
import { SINGLE_INSTANCE } from './instance-options.ts';

/** Every five minutes: resumes interrupted work. */
export const sweep = onSchedule(
  { ...DEPLOYMENT, ...SINGLE_INSTANCE, schedule: 'every 5 minutes', timeoutSeconds: 300 },
  async () => {
    await sweepAll(ports());
  },
);
