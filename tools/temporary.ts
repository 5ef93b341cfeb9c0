import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Creates a temporary folder for a test run. Returns a function that removes it and everything that tests left there. */
export default async function setup(): Promise<() => Promise<void>> {
  const own = await mkdtemp(join(tmpdir(), 'maru-tools-'));
  process.env['TMPDIR'] = own;
  return () => rm(own, { recursive: true, force: true });
}
