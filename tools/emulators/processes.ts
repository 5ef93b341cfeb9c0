import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An environment variable that all processes of the emulators inherit. */
const MARK = 'MARU_EMULATORS';

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

/** The ids of all running processes of the emulators `id`, including those that left the process tree. */
export async function processesOf(id: string): Promise<number[]> {
  const entry = `${MARK}=${id}`;
  return process.platform === 'linux' ? processesOfLinux(entry) : processesOfOther(entry);
}

/** The start time of a process, for comparison only; undefined if it does not run. Detects a reused process id. */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
    const [state, ...fields] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only its exit code has not been read.
    return state === 'Z' || state === 'X' ? undefined : fields[18];
  }
  const started = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined);
  return started?.stdout.trim();
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has already ended.
  }
}

/**
 * Starts a command under a supervisor, in a process group of its own that Ctrl-C does not reach. When this process exits, the supervisor kills
 * all processes marked with `id` and removes `temporary`.
 */
export function startMarked(
  id: string,
  [command, args]: readonly [string, readonly string[]],
  options: { cwd: string; env: NodeJS.ProcessEnv; temporary: string },
): ChildProcess {
  const supervisor = fileURLToPath(new URL('supervisor.ts', import.meta.url));
  return spawn(process.execPath, [supervisor, id, options.temporary, command, ...args], {
    cwd: options.cwd,
    env: { ...options.env, [MARK]: id },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Sends SIGTERM to the group of `leader`, waits up to `timeoutMs`, then kills the remaining processes marked with `id`. */
export async function stopMarked(id: string, leader: ChildProcess | undefined, timeoutMs: number): Promise<void> {
  if (leader?.pid !== undefined && leader.exitCode === null && leader.signalCode === null) {
    const ended = new Promise<void>((resolve) =>
      leader.once('exit', () => {
        resolve();
      }),
    );
    signal(-leader.pid, 'SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())]);
  }
  const deadline = Date.now() + 5_000;
  for (;;) {
    const left = await processesOf(id);
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error(`processes of the emulators could not be killed: ${left.join(', ')}`);
    for (const pid of left) signal(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
