import { SaveJob, type SaveRequest, type SavingDevice } from './save-job.svelte.ts';

/** The saving of originals in this window. It goes on while the person moves about. */
export class Saving {
  #jobs = $state.raw<readonly SaveJob[]>([]);
  #count = 0;
  readonly #device: SavingDevice;

  constructor(device: SavingDevice) {
    this.#device = device;
  }

  /** Oldest first. */
  get jobs(): readonly SaveJob[] {
    return this.#jobs.filter(({ phase }) => phase !== 'cancelled');
  }

  start(request: SaveRequest): void {
    this.#jobs = [...this.#jobs, new SaveJob((this.#count += 1), request, this.#device)];
  }

  /** Starts a failed job again with what is not saved yet. */
  retry(job: SaveJob): void {
    const { request, remaining } = job;
    this.dismiss(job);
    this.start({ ...request, items: remaining });
  }

  /** Whether closing the window would end a job in the middle. */
  get isRunning(): boolean {
    return this.jobs.some(({ phase }) => phase === 'running' || phase === 'ready');
  }

  /** Cancels all jobs. */
  close(): void {
    for (const job of this.#jobs) job.cancel();
    this.#jobs = [];
  }

  /** Cancels a job and removes it. */
  dismiss(job: SaveJob): void {
    job.cancel();
    this.#jobs = this.#jobs.filter((one) => one !== job);
  }
}
