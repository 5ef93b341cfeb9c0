import type { HashResponse, HashRequest } from './hash-worker.ts';

/** Hashes files in a worker, so that the page stays responsive. */
export interface Hasher {
  /**
   * Returns the SHA-256 of a file as 64 hexadecimal digits. `onread` gets the number of bytes read so far. Rejects with an AbortError
   * when `signal` aborts, and with the browser's error when the file cannot be read.
   */
  readonly hash: (file: Blob, onread: (bytes: number) => void, signal: AbortSignal) => Promise<string>;
}

/** Creates a hasher. Its one worker starts with the first file. */
export function openHasher(): Hasher {
  let worker: Worker | undefined;
  let count = 0;
  const start = (): Worker => new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
  return {
    hash: (file, onread, signal) =>
      new Promise((resolve, reject) => {
        const id = (count += 1);
        const post = (request: HashRequest): void => worker?.postMessage(request);
        const stopListening = (): void => {
          worker?.removeEventListener('message', onMessage);
          worker?.removeEventListener('error', onError);
          signal.removeEventListener('abort', abort);
        };
        const onMessage = ({ data }: MessageEvent<HashResponse>): void => {
          if (data.id !== id) return;
          if ('read' in data) {
            onread(data.read);
            return;
          }
          stopListening();
          if ('sha256' in data) resolve(data.sha256);
          else reject(new DOMException(data.message, data.name));
        };
        const onError = (event: ErrorEvent): void => {
          stopListening();
          worker?.terminate();
          worker = undefined;
          reject(new Error(event.message));
        };
        const abort = (): void => {
          stopListening();
          post({ id });
          reject(new DOMException('cancelled', 'AbortError'));
        };
        if (signal.aborted) {
          abort();
          return;
        }
        worker ??= start();
        worker.addEventListener('message', onMessage);
        worker.addEventListener('error', onError);
        signal.addEventListener('abort', abort);
        post({ id, file });
      }),
  };
}
