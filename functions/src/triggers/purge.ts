import { REGION } from '@maru/model';
import { onSchedule } from 'firebase-functions/scheduler';
import { purge as purgeAll } from '../maintenance/purge.ts';
import { ports } from '../wiring.ts';
import { SINGLE_INSTANCE } from './instance-options.ts';

/** Every hour: purges deleted libraries that are due. */
export const purge = onSchedule(
  { ...SINGLE_INSTANCE, schedule: 'every 1 hours', region: REGION, timeoutSeconds: 540 },
  async () => {
    await purgeAll(ports());
  },
);
