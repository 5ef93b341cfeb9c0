import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BodyRefused, dataOf, MAX_BODY_BYTES, MAX_DEPTH, MAX_NODES, readBody, withholdBodies } from './body.ts';

const statusOf = (json: string | Buffer): unknown => {
  try {
    return { data: dataOf(Buffer.from(json)) };
  } catch (error) {
    if (error instanceof BodyRefused) return error.status;
    throw error;
  }
};
const nested = (depth: number): string => `{"data":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

test.each([
  ['no JSON', 'data'],
  ['no envelope', '[]'],
  ['an envelope without data', '{"result":1}'],
  ['text that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
  ['half a surrogate pair', '{"data":{"fileName":"\\ud800.jpg"}}'],
  ['half a surrogate pair in a key', '{"data":{"\\udc00":1}}'],
  ['__proto__', '{"data":{"__proto__":{"library":"x"}}}'],
  ['a value that is nested too deep', nested(MAX_DEPTH + 1)],
  ['a value that is nested as deep as a body has bytes', nested(15_000)],
  ['too many values', JSON.stringify({ data: Array.from({ length: MAX_NODES }, () => 1) })],
])('%s is refused with 400', (_, body) => {
  expect(statusOf(body)).toBe(400);
});

test('a body within the bounds is its data', () => {
  expect(statusOf('{"data":{"name":"우리 집 👵🏻"}}')).toEqual({ data: { name: '우리 집 👵🏻' } });
  expect(statusOf(nested(MAX_DEPTH))).toHaveProperty('data');
});

/** Sends a body to a server that reads it as the API does, behind a framework that would read every announced body itself. */
async function send(body: Buffer, headers: Record<string, string | number>): Promise<unknown> {
  const isAnnounced = ({ headers: seen }: IncomingMessage): boolean =>
    seen['content-length'] !== undefined || seen['transfer-encoding'] !== undefined;
  const server = createServer((request, response) => {
    const framework = isAnnounced(request) ? 'parses' : 'skips';
    readBody(request).then(
      (bytes) => response.end(`${framework} ${String(bytes.length)}`),
      (error: unknown) => response.end(`${framework} ${String((error as BodyRefused).status)}`),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const request = httpRequest({ port, method: 'POST', headers });
  // The server may answer and close before everything is sent.
  request.on('error', () => undefined);
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  server.closeAllConnections();
  server.close();
  return text;
}

test('a body is kept from the framework and read up to its bound', async () => {
  withholdBodies();
  const [small, large] = [Buffer.alloc(MAX_BODY_BYTES, 'a'), Buffer.alloc(40 * MAX_BODY_BYTES, 'a')];
  expect(await send(small, { 'content-length': small.length })).toBe(`skips ${String(small.length)}`);
  expect(await send(large, { 'content-length': large.length })).toBe('skips 413');
  expect(await send(large, { 'transfer-encoding': 'chunked' })).toBe('skips 413');
  const bomb = gzipSync(large);
  expect(await send(bomb, { 'content-length': bomb.length, 'content-encoding': 'gzip' })).toBe('skips 415');
});
