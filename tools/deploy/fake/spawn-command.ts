import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnvironment } from '../../emulators/clean-environment.ts';
import { ROOT } from '../../emulators/root.ts';
import type { Fake, FakeRequest, IsLast } from './fake.ts';

/** How a command ended. */
export interface Outcome {
  /** Undefined if it was killed. */
  readonly code: number | undefined;
  readonly output: string;
  /** What it sent. */
  readonly requests: readonly FakeRequest[];
}

/** Runs `deploy`, `rollback` or `destroy` in a process of its own against the fake, in English; see `Fake.killAfter`. */
export async function spawnCommand(
  fake: Fake,
  name: string,
  args: readonly string[],
  killAfter?: number | IsLast,
): Promise<Outcome> {
  const before = fake.requests.length;
  const child = spawn(
    process.execPath,
    [join(ROOT, `tools/deploy/commands/${name}.ts`), '--project', fake.state.project, ...args],
    {
      cwd: ROOT,
      env: { ...cleanEnvironment(process.env), ...fake.env, LC_ALL: 'en_US.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that firebase-tools is killed with it.
      detached: true,
    },
  );
  if (killAfter !== undefined) fake.killAfter(killAfter, -child.pid!);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return { code: code ?? undefined, output, requests: fake.requests.slice(before) };
}
