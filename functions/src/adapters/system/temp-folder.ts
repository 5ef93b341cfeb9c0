import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TempFolders } from '../../ports/system.ts';

const PREFIX = 'maru-process-';

/** Whether a process exists, including another user's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Removes folders of processes that no longer exist; the name contains the process id. */
async function removeOrphans(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(root, name), { recursive: true, force: true });
  }
}

/** Temporary folders below `root`; removes those left by killed processes first. */
export const tempFoldersIn = (root = tmpdir()): TempFolders => ({
  async withFolder(task) {
    // A folder that cannot be removed does no harm.
    await removeOrphans(root).catch(() => undefined);
    const folder = await mkdtemp(join(root, `${PREFIX}${String(process.pid)}-`));
    try {
      return await task(folder);
    } finally {
      // Must not fail the task; the folder is removed once this process is gone.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  },
});
