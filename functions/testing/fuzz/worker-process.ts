import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostileFile } from './hostile-file.ts';
import { childrenOf, peakOf } from './process-memory.ts';
import type { Job, Outcome } from './worker.ts';

/** The time limit of one file. */
const MAX_SECONDS = 30;

/** The outcome of a hostile file, or how the process that handled it ended. */
export type WorkerResult = (Outcome | { readonly died: string; readonly seconds: number }) & {
  /** What it wrote to stdout and stderr. */
  readonly output: string;
  /** The peak memory of any ffmpeg in MiB, as sampled. */
  readonly ffmpegPeak: number;
  /** The folder of its renditions. */
  readonly to: string;
};

/** A process that handles files, restarted when a file ended it. */
export class WorkerProcess {
  #child: ChildProcess | undefined;
  #output = '';
  readonly #folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<WorkerProcess> {
    return new WorkerProcess(await mkdtemp(join(tmpdir(), 'maru-hostile-')));
  }

  async #start(): Promise<ChildProcess> {
    if (this.#child) return this.#child;
    const scratch = join(this.#folder, `scratch-${this.#count}`);
    await mkdir(scratch, { recursive: true });
    const child = fork(join(import.meta.dirname, 'worker.ts'), {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, TMPDIR: scratch },
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    await once(child, 'message');
    this.#output = '';
    this.#child = child;
    return child;
  }

  /** Processes one file. */
  async run({ family, name, bytes }: HostileFile, fileName = `${family} ${name}`): Promise<WorkerResult> {
    const child = await this.#start();
    this.#count += 1;
    const file = join(this.#folder, `file-${this.#count}`);
    const job: Job = { file, fileName: fileName.slice(0, 255), to: join(this.#folder, `made-${this.#count}`) };
    await writeFile(file, bytes());
    const began = Date.now();
    const finished = new AbortController();
    const stopped = { signal: finished.signal };
    let ffmpegPeak = 0;
    const sampler = setInterval(() => {
      ffmpegPeak = Math.max(ffmpegPeak, ...childrenOf(child.pid ?? 0).map(peakOf));
    }, 50);
    const fail = (reason: string): { died: string; seconds: number } => ({
      died: reason,
      seconds: (Date.now() - began) / 1000,
    });
    child.send(job);
    const outcome = await Promise.race([
      once(child, 'message', stopped).then(([message]) => message as Outcome),
      once(child, 'exit', stopped).then(([code, signal]) => fail(`it ended with ${String(signal ?? code)}`)),
      sleep(MAX_SECONDS * 1000, undefined, stopped).then(() => fail(`it took more than ${MAX_SECONDS} s`)),
    ]);
    finished.abort();
    clearInterval(sampler);
    await rm(file);
    if ('died' in outcome) await this.#end();
    const output = this.#output;
    this.#output = '';
    return { ...outcome, output, ffmpegPeak, to: job.to };
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    for (const pid of childrenOf(child.pid ?? 0)) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Ends the process and deletes its files. */
  async end(): Promise<void> {
    await this.#end();
    await rm(this.#folder, { recursive: true });
  }
}
