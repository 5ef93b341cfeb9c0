/** The parts of the web platform that uploads use, structurally: the model's types know neither browsers nor Node. */

/** The bytes of a file: a Blob. Reading rejects if the file changed or vanished since it was chosen. */
export interface Bytes {
  readonly size: number;
  slice(start: number, end: number): Bytes;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** An AbortSignal. */
export interface Signal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** An AbortController. */
export interface Controller {
  readonly signal: Signal;
  abort(): void;
}

/** Stops what was started; safe to call more than once. */
export type Stop = () => void;

/** Time, and what aborts work. */
export interface Platform {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls `run` after some milliseconds, unless it is stopped before. */
  readonly after: (ms: number, run: () => void) => Stop;
  readonly controller: () => Controller;
}

const abortError = (): Error => Object.assign(new Error('cancelled'), { name: 'AbortError' });

/** Settles as `work` does, but rejects with an AbortError as soon as `signal` aborts. */
export function abortable<T>(signal: Signal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(abortError());
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
