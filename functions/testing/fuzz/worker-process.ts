import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostileFile } from './hostile-file.ts';
import { childrenOf, peakOf } from './process-memory.ts';
import type { Job, Outcome } from './worker.ts';

/** No file may take longer. */
export const MAX_SECONDS = 30;

/** What became of a hostile file: an outcome, or the end of the process in which it was made. */
export type WorkerResult = (Outcome | { readonly died: string; readonly seconds: number }) & {
  /** What it wrote where warnings go. */
  readonly said: string;
  /** The most memory of any ffmpeg, in MiB, as far as it was seen. */
  readonly filmPeak: number;
  /** Where its renditions are. */
  readonly to: string;
};

/** One process that makes files, begun anew when a file ended it. */
export class WorkerProcess {
  #child: ChildProcess | undefined;
  #said = '';
  readonly #folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async begin(): Promise<WorkerProcess> {
    return new WorkerProcess(await mkdtemp(join(tmpdir(), 'maru-hostile-')));
  }

  async #process(): Promise<ChildProcess> {
    if (this.#child) return this.#child;
    const scratch = join(this.#folder, `scratch-${this.#count}`);
    await mkdir(scratch, { recursive: true });
    const child = fork(join(import.meta.dirname, 'worker.ts'), {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, TMPDIR: scratch },
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    await once(child, 'message');
    this.#said = '';
    this.#child = child;
    return child;
  }

  /** Makes one file and says what became of it. */
  async make({ family, name, bytes }: HostileFile, fileName = `${family} ${name}`): Promise<WorkerResult> {
    const child = await this.#process();
    this.#count += 1;
    const file = join(this.#folder, `file-${this.#count}`);
    const job: Job = { file, fileName: fileName.slice(0, 255), to: join(this.#folder, `made-${this.#count}`) };
    await writeFile(file, bytes());
    const began = Date.now();
    const over = new AbortController();
    const stopped = { signal: over.signal };
    let filmPeak = 0;
    const watch = setInterval(() => {
      filmPeak = Math.max(filmPeak, ...childrenOf(child.pid ?? 0).map(peakOf));
    }, 50);
    const died = (how: string): { died: string; seconds: number } => ({
      died: how,
      seconds: (Date.now() - began) / 1000,
    });
    child.send(job);
    const outcome = await Promise.race([
      once(child, 'message', stopped).then(([told]) => told as Outcome),
      once(child, 'exit', stopped).then(([code, signal]) => died(`it ended with ${String(signal ?? code)}`)),
      sleep(MAX_SECONDS * 1000, undefined, stopped).then(() => died(`it took more than ${MAX_SECONDS} s`)),
    ]);
    over.abort();
    clearInterval(watch);
    await rm(file);
    if ('died' in outcome) await this.#end();
    const said = this.#said;
    this.#said = '';
    return { ...outcome, said, filmPeak, to: job.to };
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    for (const pid of childrenOf(child.pid ?? 0)) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Ends the process and takes all that it made away. */
  async end(): Promise<void> {
    await this.#end();
    await rm(this.#folder, { recursive: true });
  }
}
