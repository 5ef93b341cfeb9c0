/** How often in a row a file may fail to open, or break off, without a byte read. */
const ATTEMPTS = 5;

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

/** The headers of a request from a byte on. */
export const rangeFrom = (offset: number): { headers?: { range: string } } =>
  offset > 0 ? { headers: { range: `bytes=${String(offset)}-` } } : {};

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
