import {
  KEEP_ALIVE,
  zipPath,
  type PageMessage,
  type WorkerMessage,
  type ZipEntry,
  type ZipOutcome,
  type ZipRequest,
} from './zip-messages.ts';

const KEEP_ALIVE_MS = 10_000;

interface ZipDownload {
  /** The file name of the ZIP. */
  readonly name: string;
  /** The next entry; undefined after the last one. A rejection ends the download. */
  readonly next: () => Promise<ZipEntry | undefined>;
  /** The current entry with a new URL. */
  readonly renew: () => Promise<ZipEntry | undefined>;
  readonly onprogress: (progress: { readonly entries: number }) => void;
  readonly signal: AbortSignal;
}

/**
 * Downloads files as one ZIP, streamed by the service worker, with the browser's own progress and cancel. Resolves to how it ended.
 * Rejects if this browser has no service worker, or with the error of `next`.
 */
export async function downloadZip({ name, next, renew, onprogress, signal }: ZipDownload): Promise<ZipOutcome> {
  const serviceWorker = (await navigator.serviceWorker.ready).active;
  if (!serviceWorker) throw new Error('no service worker');
  const { port1: port, port2 } = new MessageChannel();
  const frame = document.createElement('iframe');
  frame.hidden = true;
  const id = crypto.randomUUID();
  const keepAlive = setInterval(() => serviceWorker.postMessage(KEEP_ALIVE), KEEP_ALIVE_MS);
  const closing = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const send = (message: PageMessage) => {
        port.postMessage(message);
      };
      const cancel = () => {
        send({ type: 'cancel' });
      };
      signal.addEventListener('abort', cancel, { signal: closing.signal });
      // A page that is gone answers no more.
      window.addEventListener('pagehide', cancel, { signal: closing.signal });
      const answer = (entry: Promise<ZipEntry | undefined>) => {
        entry.then(
          (found) => {
            send({ type: 'entry', entry: found });
          },
          (error: unknown) => {
            cancel();
            reject(error instanceof Error ? error : new Error(String(error)));
          },
        );
      };
      port.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
        if (data.type === 'ready') {
          frame.src = zipPath(id);
          document.body.append(frame);
        } else if (data.type === 'next') answer(next());
        else if (data.type === 'renew') answer(renew());
        else if (data.type === 'progress') onprogress(data);
        else resolve(data.outcome);
      };
      serviceWorker.postMessage({ type: 'zip', id, name } satisfies ZipRequest, [port2]);
    });
  } finally {
    closing.abort();
    clearInterval(keepAlive);
    port.close();
    frame.remove();
  }
}
