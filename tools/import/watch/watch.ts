import { setTimeout as sleep } from 'node:timers/promises';
import { isUnreachable } from '@maru/model/api/unreachable';
import { SettledFiles, type KeyOf } from './settled-files.ts';
import { watchFolders } from './watch-folders.ts';

/** How folders are watched. */
export interface WatchOptions<F> {
  readonly paths: readonly string[];
  /** Lists all files at and below the paths. */
  readonly list: () => Promise<readonly F[]>;
  readonly keyOf: KeyOf<F>;
  /** Begins to add files out of all that are there. `retry` has one added again, when it has settled once more. */
  readonly add: (files: readonly F[], all: readonly F[], retry: (file: F) => void) => Promise<void>;
  /** How long a file may not change before it is added, in ms. */
  readonly settleMs: number;
  /** The longest time between two listings, in ms: not every change is reported. */
  readonly rescanMs: number;
  readonly signal: AbortSignal;
}

/** Resolves when something wakes it, and not before `quietMs`; else after `maxMs`, or when the signal aborts. */
class Waiting {
  #wakeUp: (() => void) | undefined;
  #isAwake = false;

  readonly wake = (): void => {
    this.#isAwake = true;
    this.#wakeUp?.();
  };

  async until(quietMs: number, maxMs: number, signal: AbortSignal): Promise<void> {
    // An abort ends the loop that waits.
    await sleep(quietMs, undefined, { signal }).catch(() => undefined);
    if (!this.#isAwake && !signal.aborted) {
      const woken = new AbortController();
      this.#wakeUp = () => {
        woken.abort();
      };
      await sleep(maxMs, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
    }
    this.#isAwake = false;
  }
}

/**
 * Adds what is in folders and what comes to them, each file once, when it no longer changes, until the signal aborts. A file that is renamed or changed is a new
 * one. Without a network, it waits.
 */
export async function watchFiles<F extends { readonly path: string }>({
  paths,
  list,
  keyOf,
  add,
  settleMs,
  rescanMs,
  signal,
}: WatchOptions<F>): Promise<void> {
  const files = new SettledFiles<F>(keyOf, settleMs);
  const waiting = new Waiting();
  const stop = watchFolders(paths, waiting.wake);
  const retry = (file: F): void => {
    files.forget(file);
  };
  const ended = new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
  const watching = async (): Promise<void> => {
    while (!signal.aborted) {
      const all = await list();
      const { settled, isUnsettled } = await files.next(all);
      try {
        if (settled.length > 0) await add(settled, all, retry);
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        settled.forEach(retry);
        waiting.wake();
      }
      if (isUnsettled) waiting.wake();
      await waiting.until(settleMs, rescanMs, signal);
    }
  };
  try {
    await Promise.race([watching(), ended]);
  } finally {
    await stop();
  }
}
