import { expect, test, vi } from 'vitest';
import { readFile, readResumable, streamOf } from './resumable.ts';

const BYTES = Uint8Array.from({ length: 10 }, (_, i) => i);

/** Serves `BYTES`; each connection breaks off after `perConnection` bytes. */
function server(perConnection: number, respond: (offset: number) => Response | undefined = () => undefined) {
  const offsets: number[] = [];
  const failuresSeen: number[] = [];
  return {
    offsets,
    failuresSeen,
    open: (offset: number, failures: number) => {
      offsets.push(offset);
      failuresSeen.push(failures);
      const chunks = [...BYTES.slice(offset, offset + perConnection)].map((byte) => Uint8Array.of(byte));
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          const next = chunks.shift();
          if (next) controller.enqueue(next);
          else if (offset + perConnection < BYTES.length) controller.error(new Error('broken'));
          else controller.close();
        },
      });
      return Promise.resolve(respond(offset) ?? new Response(body, { status: offset > 0 ? 206 : 200 }));
    },
  };
}

async function readAll(file: Parameters<typeof readResumable>[0]): Promise<number[]> {
  const read: number[] = [];
  for await (const chunk of readResumable(file)) read.push(...chunk);
  return read;
}

const noWait = () => Promise.resolve();

test('continues at the byte where a connection broke off', async () => {
  const { open, offsets, failuresSeen } = server(4);
  expect(await readAll({ size: 10, open, wait: noWait })).toEqual([...BYTES]);
  expect(offsets).toEqual([0, 4, 8]);
  expect(failuresSeen).toEqual([0, 1, 1]);
});

test('gives up after five failures in a row, and at once when waiting is refused', async () => {
  const broken = server(10, () => new Response(null, { status: 403 }));
  await expect(readAll({ size: 10, open: broken.open, wait: noWait })).rejects.toThrow('status 403');
  expect(broken.offsets).toHaveLength(5);
  const wait = () => Promise.reject(new Error('aborted'));
  await expect(readAll({ size: 10, open: server(4).open, wait })).rejects.toThrow('aborted');
});

test('does not take the whole file for its rest', async () => {
  const ignoresRange = server(4, (offset) => (offset > 0 ? new Response(BYTES) : undefined));
  await expect(readAll({ size: 10, open: ignoresRange.open, wait: noWait })).rejects.toThrow('status 200');
});

test('a cancelled stream closes the connection and opens no other', async () => {
  const { open, offsets } = server(4);
  const reader = streamOf(readResumable({ size: 10, open, wait: noWait }), () => undefined).getReader();
  expect((await reader.read()).value).toEqual(Uint8Array.of(0));
  await reader.cancel();
  expect(offsets).toEqual([0]);
});

test('asks for the rest of a file at its new URL', async () => {
  const { open } = server(4);
  const requests: [unknown, unknown][] = [];
  const bytes = readFile(
    { name: 'a.jpg', size: 10, url: 'https://storage/old' },
    {
      renew: () => Promise.resolve({ name: 'a.jpg', size: 10, url: 'https://storage/new' }),
      signal: new AbortController().signal,
      fetch: (url, init) => {
        const { range } = (init?.headers ?? {}) as { range?: string };
        requests.push([url, range]);
        return open(Number(/\d+/.exec(range ?? '0')?.[0]), 0);
      },
    },
  );
  vi.useFakeTimers();
  const read: number[] = [];
  const reading = (async () => {
    for await (const chunk of bytes) read.push(...chunk);
  })();
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  await reading;
  expect(read).toEqual([...BYTES]);
  expect(requests).toEqual([
    ['https://storage/old', undefined],
    ['https://storage/new', 'bytes=4-'],
    ['https://storage/new', 'bytes=8-'],
  ]);
});
