import { attachment } from '@maru/model/library/file-name';
import { makeZip } from 'client-zip';
import { readFile, streamOf } from './resumable.ts';
import {
  zipPath,
  type PageMessage,
  type WorkerMessage,
  type ZipEntry,
  type ZipOutcome,
  type ZipRequest,
} from './zip-messages.ts';

/** Interval between two progress messages, in milliseconds. */
const PROGRESS_MS = 250;
/** The page that a ZIP is for. It answers one question at a time. */
class PageConnection {
  readonly cancelled: AbortSignal;
  readonly #port: MessagePort;
  #answer: ((entry: ZipEntry | undefined) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  constructor(port: MessagePort) {
    const controller = new AbortController();
    this.cancelled = controller.signal;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<PageMessage>) => {
      if (data.type === 'entry') {
        this.#answer?.(data.entry);
        return;
      }
      controller.abort();
      this.#fail?.(new Error('cancelled'));
    };
  }

  send(message: WorkerMessage): void {
    this.#port.postMessage(message);
  }

  ask(type: 'next' | 'renew'): Promise<ZipEntry | undefined> {
    return new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = reject;
      this.send({ type });
    });
  }
}

/** The ZIPs that this worker streams into downloads. Holds no file in memory. */
export class ZipDownloads {
  readonly #requested = new Map<string, { name: string; page: PageConnection }>();
  readonly #fetch: typeof fetch;

  constructor(fetchFile: typeof fetch) {
    this.#fetch = fetchFile;
  }

  /** Expects the page's frame. */
  accept({ id, name }: ZipRequest, port: MessagePort): void {
    const page = new PageConnection(port);
    this.#requested.set(zipPath(id), { name, page });
    page.send({ type: 'ready' });
  }

  /** The response for `zipPath`, once. It ends early if the page cancels or a file cannot be read. */
  respond({ pathname }: URL, waitUntil: (work: Promise<void>) => void): Response {
    const request = this.#requested.get(pathname);
    this.#requested.delete(pathname);
    if (!request) return new Response(null, { status: 404 });
    const { name, page } = request;
    const options = { renew: () => page.ask('renew'), signal: page.cancelled, fetch: this.#fetch };
    let hasFailed = false;
    let entries = 0;
    let shownAt = 0;
    async function* inputs() {
      for (let entry = await page.ask('next'); entry; entry = await page.ask('next')) {
        const input = streamOf(readFile(entry, options), () => (hasFailed = true));
        yield { name: entry.name, size: entry.size, input };
        entries += 1;
      }
    }
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        if (Date.now() < shownAt + PROGRESS_MS) return;
        shownAt = Date.now();
        page.send({ type: 'progress', entries });
      },
    });
    const end = (outcome: ZipOutcome) => {
      page.send({ type: 'end', outcome });
    };
    const writing = makeZip(inputs(), { buffersAreUTF8: true }).pipeTo(counted.writable, { signal: page.cancelled });
    waitUntil(
      writing.then(
        () => end('complete'),
        () => end(hasFailed && !page.cancelled.aborted ? 'failed' : 'cancelled'),
      ),
    );
    return new Response(counted.readable, {
      headers: { 'content-type': 'application/zip', 'content-disposition': attachment(name) },
    });
  }
}
