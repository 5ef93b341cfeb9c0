import { attachment } from '@maru/model/library/file-name';
import { makeZip } from 'client-zip';
import { pause, rangeFrom, readResumable, streamOf } from './resumable.ts';
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
/** The wait after the first failed request, in milliseconds; it doubles. */
const RETRY_MS = 1000;

/** The page's end of a download. */
class Page {
  readonly cancelled: AbortSignal;
  readonly #port: MessagePort;
  #answer: ((entry: ZipEntry | undefined) => void) | undefined;

  constructor(port: MessagePort) {
    const controller = new AbortController();
    this.cancelled = controller.signal;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<PageMessage>) => {
      if (data.type === 'cancel') controller.abort();
      else this.#answer?.(data.entry);
    };
  }

  send(message: WorkerMessage): void {
    this.#port.postMessage(message);
  }

  ask(type: 'next' | 'renew'): Promise<ZipEntry | undefined> {
    return new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.cancelled.addEventListener('abort', () => reject(new Error('cancelled')), { once: true });
      this.send({ type });
    });
  }
}

/** The bytes of an entry. */
function read(page: Page, fetchFile: typeof fetch, entry: ZipEntry): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let { url } = entry;
  return readResumable({
    size: entry.size,
    open: async (offset, failures) => {
      if (failures > 0) url = (await page.ask('renew'))?.url ?? url;
      return fetchFile(url, { ...rangeFrom(offset), signal: page.cancelled, cache: 'no-store' });
    },
    wait: (failures) => pause(RETRY_MS * 2 ** (failures - 1), page.cancelled),
  });
}

/** The ZIPs that this worker streams into downloads. Holds no file in memory. */
export class ZipDownloads {
  readonly #requested = new Map<string, { name: string; page: Page }>();
  readonly #fetch: typeof fetch;

  constructor(fetchFile: typeof fetch) {
    this.#fetch = fetchFile;
  }

  /** Expects the page's frame. */
  accept({ id, name }: ZipRequest, port: MessagePort): void {
    const page = new Page(port);
    this.#requested.set(zipPath(id), { name, page });
    page.send({ type: 'ready' });
  }

  /** The response for `zipPath`, once. It ends early if the page cancels or a file cannot be read. */
  respond({ pathname }: URL, waitUntil: (work: Promise<void>) => void): Response {
    const request = this.#requested.get(pathname);
    this.#requested.delete(pathname);
    if (!request) return new Response(null, { status: 404 });
    const { name, page } = request;
    const fetchFile = this.#fetch;
    let hasFailed = false;
    let entries = 0;
    let bytes = 0;
    let shownAt = 0;
    async function* inputs() {
      for (let entry = await page.ask('next'); entry; entry = await page.ask('next')) {
        const input = streamOf(read(page, fetchFile, entry), () => (hasFailed = true));
        yield { name: entry.name, size: entry.size, input };
        entries += 1;
      }
    }
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length;
        controller.enqueue(chunk);
        if (Date.now() < shownAt + PROGRESS_MS) return;
        shownAt = Date.now();
        page.send({ type: 'progress', entries, bytes });
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
