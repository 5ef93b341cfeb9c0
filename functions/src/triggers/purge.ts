import { REGION } from '@maru/model';
import { onSchedule } from 'firebase-functions/scheduler';
import { purge as purgeAll } from '../pipelines/purge.ts';
import { ports } from '../wiring.ts';

/** Every hour: deletes for good what was ended and whose grace is over. */
export const purge = onSchedule(
  { schedule: 'every 1 hours', region: REGION, memory: '512MiB', timeoutSeconds: 540, maxInstances: 1 },
  async () => {
    await purgeAll(ports());
  },
);
