import { purgeTrash } from '../trash/purge-trash.ts';
import { purgeLibraries } from './purge-libraries.ts';
import { sweep } from './sweep.ts';

type MaintenancePorts = Parameters<typeof sweep>[0] &
  Parameters<typeof purgeLibraries>[0] &
  Parameters<typeof purgeTrash>[0];

/** In this order, so that interrupted revocations and uploads do not wait for a purge. */
const JOBS: Readonly<Record<string, (ports: MaintenancePorts) => Promise<unknown>>> = {
  sweep,
  purgeLibraries,
  purgeTrash,
};

/** Runs all scheduled jobs, also after one fails, which is logged. Throws if any failed. */
export async function maintain(ports: MaintenancePorts): Promise<void> {
  const errors: unknown[] = [];
  for (const [job, run] of Object.entries(JOBS))
    await run(ports).catch((error: unknown) => {
      ports.log('maintenance job failed', { job, error: String(error) });
      errors.push(error);
    });
  if (errors.length > 0) throw new AggregateError(errors, 'maintenance failed');
}
