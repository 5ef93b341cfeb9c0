import { onSchedule } from 'firebase-functions/scheduler';
import { maintain as runMaintenance } from '../maintenance/maintain.ts';
import { DEPLOYMENT, ports } from '../wiring.ts';
import { SINGLE_INSTANCE } from './instance-options.ts';

/** Every five minutes: resumes interrupted work, then purges deleted libraries and items that are due. */
export const maintain = onSchedule(
  { ...DEPLOYMENT, ...SINGLE_INSTANCE, schedule: 'every 5 minutes', timeoutSeconds: 900 },
  async () => {
    await runMaintenance(ports());
  },
);
