import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The environment variable that every process of an engine carries, down to the last grandchild. */
export const MARK = 'MARU_ENGINE';

async function processesOfLinux(entry: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const [environment, status] = await Promise.all([
      readFile(`/proc/${name}/environ`, 'utf8').catch(() => ''),
      readFile(`/proc/${name}/stat`, 'utf8').catch(() => ''),
    ]);
    const isZombie = / Z /.test(status.slice(status.lastIndexOf(')')));
    if (!isZombie && environment.split('\0').includes(entry)) found.push(pid);
  }
  return found;
}

async function processesOfOther(entry: string): Promise<number[]> {
  const { stdout } = await run('ps', ['-Aeww', '-o', 'pid=,command='], { maxBuffer: 64 * 1024 * 1024 });
  return stdout
    .split('\n')
    .filter((line) => line.split(' ').includes(entry))
    .map((line) => Number(line.trim().split(' ', 1)[0]))
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}

/** The ids of all living processes that belong to the engine `id`, wherever they hang in the process tree. */
export async function processesOf(id: string): Promise<number[]> {
  const entry = `${MARK}=${id}`;
  return process.platform === 'linux' ? processesOfLinux(entry) : processesOfOther(entry);
}

/** Whether a process with this id is alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** Starts a command as the head of its own process group, so that a Ctrl-C of the terminal does not reach it. */
export function startMarked(
  id: string,
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): ChildProcess {
  return spawn(command, args, {
    cwd: options.cwd,
    env: { ...options.env, [MARK]: id },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Asks a group to end, waits up to `patience` ms, and then kills every process of the engine; resolves when none is left. */
export async function stopMarked(id: string, leader: ChildProcess | undefined, patience: number): Promise<void> {
  if (leader?.pid !== undefined && leader.exitCode === null && leader.signalCode === null) {
    const ended = new Promise<void>((resolve) =>
      leader.once('exit', () => {
        resolve();
      }),
    );
    signal(-leader.pid, 'SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
  }
  const deadline = Date.now() + 5_000;
  for (;;) {
    const left = await processesOf(id);
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error(`processes of the engine do not end: ${left.join(', ')}`);
    for (const pid of left) signal(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
