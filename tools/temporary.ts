import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a test run a temporary folder of its own, for whatever its tests leave there; the answer removes it. */
export default async function setup(): Promise<() => Promise<void>> {
  const own = await mkdtemp(join(tmpdir(), 'maru-tools-'));
  process.env['TMPDIR'] = own;
  return () => rm(own, { recursive: true, force: true });
}
