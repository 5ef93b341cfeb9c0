import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Originals, SourceServer } from '../ports/objects.ts';

const HOST = '127.0.0.1';

/** The bytes that a Range header asks for, both ends included; all of them without one, undefined if there are none. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header ?? 'bytes=0-') ?? [];
  if (from === undefined || to === undefined) return undefined;
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start <= end ? { start, end } : undefined;
}

/** Serves originals on a port of loopback, each at a random path and only while it is used. */
export const rangeServer = (originals: Pick<Originals, 'read'>): SourceServer => ({
  async withUrl(name, size, run) {
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
      else await pipeline(originals.read(name, range), response);
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
  },
});
