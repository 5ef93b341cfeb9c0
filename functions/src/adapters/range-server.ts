import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { ObjectRange, Originals, SourceServer } from '../ports/objects.ts';

const HOST = '127.0.0.1';

type Read = Originals['read'];
type Range = Parameters<Read>[1];

/** The bytes that a Range header asks for, both ends included; all of them without one, undefined if there are none. */
function rangeOf(header: string | undefined, size: number): Range | undefined {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header ?? 'bytes=0-') ?? [];
  if (from === undefined || to === undefined) return undefined;
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start <= end ? { start, end } : undefined;
}

/** Reads a range of parts of objects that follow one another. */
async function* readParts(
  read: Read,
  parts: readonly ObjectRange[],
  { start, end }: Range,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const { name, offset, length } of parts) {
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, length - 1)];
    if (from <= to) yield* read(name, { start: offset + from, end: offset + to });
    at += length;
  }
}

/** Serves what `read` reads, with this size, at a random path of loopback while `run` uses it. */
async function serve<T>(
  size: number,
  read: (range: Range) => AsyncIterable<Uint8Array>,
  run: (url: string) => Promise<T>,
): Promise<T> {
  const path = `/${randomUUID()}`;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url !== path || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404).end();
      return;
    }
    const range = rangeOf(request.headers.range, size);
    if (!range) {
      response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
      return;
    }
    const { start, end } = range;
    response.writeHead(request.headers.range === undefined ? 200 : 206, {
      'accept-ranges': 'bytes',
      'content-length': end - start + 1,
      ...(request.headers.range !== undefined && { 'content-range': `bytes ${start}-${end}/${size}` }),
    });
    if (request.method === 'HEAD') response.end();
    else await pipeline(read(range), response);
  };
  const server = createServer((request, response) => {
    // The program left, which is how it seeks, or the object cannot be read: it sees a connection that ends too early.
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  try {
    return await run(`http://${HOST}:${(server.address() as AddressInfo).port}${path}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Serves originals and renditions on a port of loopback, each at a random path and only while it is used. */
export const rangeServer = (originals: { readonly read: Read }, renditions: { readonly read: Read }): SourceServer => ({
  withUrl: (name, size, run) => serve(size, (range) => originals.read(name, range), run),
  withRenditions: (parts, run) =>
    serve(
      parts.reduce((sum, { length }) => sum + length, 0),
      (range) => readParts(renditions.read, parts, range),
      run,
    ),
});
