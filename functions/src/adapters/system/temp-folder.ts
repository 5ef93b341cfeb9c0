import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scratch } from '../../ports/system.ts';

const PREFIX = 'maru-make-';

/** Whether a process of this machine lives; one of somebody else's does, too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Removes what killed processes left in `root`: a folder's name says whose it is. */
async function sweepDead(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const owner = /^maru-make-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(root, name), { recursive: true, force: true });
  }
}

/** Folders below `root`, this machine's temporary folder unless said. Each story begins by removing what the dead left. */
export const scratchIn = (root = tmpdir()): Scratch => ({
  async within(story) {
    // What cannot be removed is in nobody's way.
    await sweepDead(root).catch(() => undefined);
    const folder = await mkdtemp(join(root, `${PREFIX}${String(process.pid)}-`));
    try {
      return await story(folder);
    } finally {
      // What cannot be removed costs nobody their picture, and goes with this process.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  },
});
