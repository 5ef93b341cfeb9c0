import type { HashAnswer, HashQuestion } from './hash-worker.ts';

/** Reads files in a worker of its own, so that the page stays quick. */
export interface Hasher {
  /**
   * The SHA-256 of a file as 64 hexadecimal digits. `onread` hears how many bytes are read. Rejects with an AbortError when
   * `signal` says so, and with what the device said when it no longer gives the bytes.
   */
  readonly hash: (file: Blob, onread: (bytes: number) => void, signal: AbortSignal) => Promise<string>;
}

/** A hasher whose worker starts with the first file and serves all of them in turns. */
export function openHasher(): Hasher {
  let worker: Worker | undefined;
  let count = 0;
  const start = (): Worker => new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
  return {
    hash: (file, onread, signal) =>
      new Promise((resolve, reject) => {
        const id = (count += 1);
        const ask = (question: HashQuestion): void => worker?.postMessage(question);
        const leave = (): void => {
          worker?.removeEventListener('message', hear);
          worker?.removeEventListener('error', fall);
          signal.removeEventListener('abort', abort);
        };
        const hear = ({ data }: MessageEvent<HashAnswer>): void => {
          if (data.id !== id) return;
          if ('read' in data) {
            onread(data.read);
            return;
          }
          leave();
          if ('sha256' in data) resolve(data.sha256);
          else reject(new DOMException(data.message, data.name));
        };
        const fall = (event: ErrorEvent): void => {
          leave();
          worker?.terminate();
          worker = undefined;
          reject(new Error(event.message));
        };
        const abort = (): void => {
          leave();
          ask({ id });
          reject(new DOMException('given up', 'AbortError'));
        };
        if (signal.aborted) {
          abort();
          return;
        }
        worker ??= start();
        worker.addEventListener('message', hear);
        worker.addEventListener('error', fall);
        signal.addEventListener('abort', abort);
        ask({ id, file });
      }),
  };
}
