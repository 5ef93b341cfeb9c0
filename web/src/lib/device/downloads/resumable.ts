import type { ZipEntry } from './zip-messages.ts';

/** How often in a row a file may fail to open, or break off, without a byte read. */
const ATTEMPTS = 5;
/** The wait after the first failed request, in milliseconds; it doubles. */
const RETRY_MS = 1000;

interface ResumableFile {
  /** Its length in bytes. */
  readonly size: number;
  /** Requests the file from a byte on. `failures`: how many attempts have failed since the last byte; above 0, its URL may have expired. */
  readonly open: (offset: number, failures: number) => Promise<Response>;
  /** Waits before the next attempt. Rejects to give up. */
  readonly wait: (failures: number) => Promise<void>;
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  // Not `for await`, which Safari does not support on streams.
  try {
    for (let next = await reader?.read(); next?.value; next = await reader?.read()) yield next.value;
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

/** Reads a file, and continues where it broke off. Throws the last error after `ATTEMPTS` failures in a row. */
export async function* readResumable({
  size,
  open,
  wait,
}: ResumableFile): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let offset = 0;
  let failures = 0;
  while (offset < size) {
    try {
      const response = await open(offset, failures);
      if (response.status !== (offset > 0 ? 206 : 200)) throw new Error(`status ${String(response.status)}`);
      for await (const chunk of chunksOf(response)) {
        offset += chunk.length;
        failures = 0;
        yield chunk;
      }
      if (offset < size) throw new Error('the response ended early');
    } catch (error) {
      failures += 1;
      if (failures >= ATTEMPTS) throw error;
      await wait(failures);
    }
  }
}

/** Waits; rejects when aborted. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('aborted', 'AbortError'));
    });
  });

interface ReadOptions {
  /** The current file with a new URL, for one that may have expired. */
  readonly renew: () => Promise<ZipEntry | undefined>;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
}

/** Reads a file from its URL; see `readResumable`. Gives up when `signal` aborts. */
export function readFile(
  { url, size }: ZipEntry,
  { renew, signal, fetch }: ReadOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let current = url;
  return readResumable({
    size,
    open: async (offset, failures) => {
      if (failures > 0) current = (await renew())?.url ?? current;
      const headers = offset > 0 ? { headers: { range: `bytes=${String(offset)}-` } } : {};
      return fetch(current, { ...headers, signal, cache: 'no-store' });
    },
    wait: (failures) => pause(RETRY_MS * 2 ** (failures - 1), signal),
  });
}

/** A stream of what a generator yields, on demand. Cancelling it ends the generator. */
export const streamOf = <T>(generator: AsyncGenerator<T, void>, onerror: () => void): ReadableStream<T> =>
  new ReadableStream<T>({
    async pull(controller) {
      try {
        const next = await generator.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      } catch (error) {
        onerror();
        throw error;
      }
    },
    async cancel() {
      await generator.return();
    },
  });
