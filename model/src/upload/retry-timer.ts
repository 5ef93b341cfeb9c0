import type { Platform, Stop } from './platform.ts';

/** Delays before the attempts after a lost connection, in ms; the last one repeats. */
const DELAYS_MS = [1_000, 3_000, 10_000, 30_000];

/** Waits for a growing time before each attempt. */
export class RetryTimer {
  readonly #after: Platform['after'];
  #stopTimer: Stop | undefined;
  #tries = 0;

  constructor(after: Platform['after']) {
    this.#after = after;
  }

  /** Calls `run` after the next delay, unless the timer runs already. */
  start(run: () => void): void {
    if (this.#stopTimer) return;
    const delay = DELAYS_MS[Math.min(this.#tries, DELAYS_MS.length - 1)] ?? 0;
    this.#tries += 1;
    this.#stopTimer = this.#after(delay, run);
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  /** Begins with the shortest delay again, because an attempt had success. */
  reset(): void {
    this.#tries = 0;
  }
}
