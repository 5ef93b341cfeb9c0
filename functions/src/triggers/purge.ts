import { REGION } from '@maru/model';
import { onSchedule } from 'firebase-functions/scheduler';
import { purge as purgeLibraries } from '../maintenance/purge.ts';
import { purgeTrash } from '../trash/purge-trash.ts';
import { ports } from '../wiring.ts';
import { SINGLE_INSTANCE } from './instance-options.ts';

/** Every hour: purges deleted libraries and deleted items that are due. */
export const purge = onSchedule(
  { ...SINGLE_INSTANCE, schedule: 'every 1 hours', region: REGION, timeoutSeconds: 900 },
  async () => {
    await purgeLibraries(ports());
    await purgeTrash(ports());
  },
);
