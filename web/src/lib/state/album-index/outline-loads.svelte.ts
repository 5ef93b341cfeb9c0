import type { Stop } from '../../firebase/cloud.ts';
import { waitToRetry } from '../retry.ts';

/** The least time between two loads that are not urgent, in milliseconds. */
const MIN_INTERVAL_MS = 5_000;

/** Loads the outlines of one album: one at a time, not too often, and again after a failure. */
export class OutlineLoads {
  #isLoading = $state(false);
  #startedAt = 0;

  /** Schedules a load if none is running, until the returned function is called. Retries stop with `signal`. Call it in an effect. */
  schedule(load: () => Promise<void>, isUrgent: boolean, signal: AbortSignal): Stop | undefined {
    if (this.#isLoading) return undefined;
    const wait = isUrgent ? 0 : Math.max(0, this.#startedAt + MIN_INTERVAL_MS - Date.now());
    const timer = setTimeout(() => void this.#run(load, signal), wait);
    return () => {
      clearTimeout(timer);
    };
  }

  async #run(load: () => Promise<void>, signal: AbortSignal): Promise<void> {
    this.#isLoading = true;
    this.#startedAt = Date.now();
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        await load();
        break;
      } catch (error) {
        console.warn('an outline could not be loaded', error);
        await waitToRetry(tries, signal);
      }
    }
    this.#isLoading = false;
  }
}
