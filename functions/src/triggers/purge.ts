import { onSchedule } from 'firebase-functions/scheduler';
import { purge as purgeLibraries } from '../maintenance/purge.ts';
import { purgeTrash } from '../trash/purge-trash.ts';
import { DEPLOYMENT, ports } from '../wiring.ts';
import { SINGLE_INSTANCE } from './instance-options.ts';

/** Every hour: purges deleted libraries and deleted items that are due. */
export const purge = onSchedule(
  { ...DEPLOYMENT, ...SINGLE_INSTANCE, schedule: 'every 1 hours', timeoutSeconds: 900 },
  async () => {
    await purgeLibraries(ports());
    await purgeTrash(ports());
  },
);
