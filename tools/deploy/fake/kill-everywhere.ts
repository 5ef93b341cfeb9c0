// node kill-everywhere.ts [EVERY [START]]: kills a deployment after each request that changes something (or each EVERY-th), runs it again, and
// compares the end with that of a deployment that was not killed. Part of `npm run test:slow`.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ROOT } from '../../emulators/root.ts';
import { startFake } from './fake.ts';
import { UPLOADS } from './products/hosting.ts';
import { createSmallFfmpeg } from './small-ffmpeg.ts';
import { spawnCommand } from './spawn-command.ts';
import type { Snapshot } from './snapshot.ts';

const PROJECT = 'maru-killed';
const ARGUMENTS = ['--owner', 'grandmother@gmail.com', '--yes', '--ffmpeg', await createSmallFfmpeg()];

interface End {
  readonly state: Omit<Snapshot, 'objects'>;
  /** The numbers of the requests that changed something; of the upload of hosting files only the first. */
  readonly changes: readonly number[];
}

/** Deploys to an empty project, killed after `kill` changes and run again; returns the result, or the output of a failure. */
async function deploy(kill?: number): Promise<End | string> {
  const fake = await startFake({ project: PROJECT });
  try {
    if (kill !== undefined) {
      const killed = await spawnCommand(fake, 'deploy', ARGUMENTS, kill);
      if (killed.code !== undefined) return `ended with ${killed.code} before it was killed`;
    }
    const { code, output } = await spawnCommand(fake, 'deploy', ARGUMENTS);
    if (code !== 0) return output;
    const { objects: _, ...state } = fake.snapshot();
    const hosts = fake.requests.filter(({ mutates }) => mutates).map(({ host }) => host);
    const changes = [...hosts.keys()].filter((at) => hosts[at] !== UPLOADS || hosts.indexOf(UPLOADS) === at);
    return { state, changes: changes.map((at) => at + 1) };
  } finally {
    await fake.stop();
    await rm(join(ROOT, '.deploy', PROJECT), { recursive: true, force: true });
  }
}

const [every = 1, start = 0] = process.argv.slice(2).map(Number);
const undisturbed = await deploy();
if (typeof undisturbed === 'string') throw new Error(undisturbed);
let passed = 0;
const failed: number[] = [];
for (const kill of undisturbed.changes.filter((_, index) => index % every === start)) {
  const end = await deploy(kill);
  if (typeof end !== 'string' && isDeepStrictEqual(end.state, undisturbed.state)) passed += 1;
  else failed.push(kill);
  if (failed.at(-1) === kill) console.log(`killed after ${kill}: ${typeof end === 'string' ? end : 'another end'}`);
}
console.log(`deployments killed after each of ${passed + failed.length} changes and run again`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
