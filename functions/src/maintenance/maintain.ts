import { purgeTrash } from '../trash/purge-trash.ts';
import { purge } from './purge.ts';
import { sweep } from './sweep.ts';

type MaintenancePorts = Parameters<typeof sweep>[0] & Parameters<typeof purge>[0] & Parameters<typeof purgeTrash>[0];

/** In this order: revocations and uploads that were interrupted wait for nothing. */
const JOBS: readonly ((ports: MaintenancePorts) => Promise<unknown>)[] = [sweep, purge, purgeTrash];

/** Runs all scheduled jobs, also after one fails. Throws their errors. */
export async function maintain(ports: MaintenancePorts): Promise<void> {
  const errors: unknown[] = [];
  for (const job of JOBS) await job(ports).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, 'maintenance failed');
}
