import { once } from 'node:events';
import { createServer, request as httpRequest, type ClientRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  BODY_TIMEOUT_MS,
  BodyRefused,
  dataOf,
  MAX_BODY_BYTES,
  MAX_DEPTH,
  MAX_NODES,
  readBody,
  withholdBodies,
} from './body.ts';

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
])('refuses %s with 400', (_, body) => {
  expect(statusOf(body)).toBe(400);
});

test('returns the data of a body within the limits', () => {
  expect(statusOf('{"data":{"name":"우리 집 👵🏻"}}')).toEqual({ data: { name: '우리 집 👵🏻' } });
  expect(statusOf(nested(MAX_DEPTH))).toHaveProperty('data');
});

/** Starts a server that reads bodies as the API does, behind a framework that reads every announced body. */
async function startServer(): Promise<{ server: Server; port: number }> {
  const isAnnounced = ({ headers }: IncomingMessage): boolean =>
    headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  const server = createServer((request, response) => {
    const framework = isAnnounced(request) ? 'parses' : 'skips';
    readBody(request).then(
      (bytes) => response.end(`${framework} ${String(bytes.length)}`),
      (error: unknown) => response.end(`${framework} ${String((error as BodyRefused).status)}`),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function textOf(request: ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

/** Sends a body and returns what the server responds. */
async function send(body: Buffer, headers: Record<string, string | number>): Promise<string> {
  const { server, port } = await startServer();
  const request = httpRequest({ port, method: 'POST', headers });
  // The server may respond and close before everything is sent.
  request.on('error', () => undefined);
  request.end(body);
  const text = await textOf(request);
  server.closeAllConnections();
  server.close();
  return text;
}

test('hides a body from the framework and reads it up to its limit', async () => {
  withholdBodies();
  const [small, large] = [Buffer.alloc(MAX_BODY_BYTES, 'a'), Buffer.alloc(40 * MAX_BODY_BYTES, 'a')];
  expect(await send(small, { 'content-length': small.length })).toBe(`skips ${String(small.length)}`);
  expect(await send(large, { 'content-length': large.length })).toBe('skips 413');
  expect(await send(large, { 'transfer-encoding': 'chunked' })).toBe('skips 413');
  const bomb = gzipSync(large);
  expect(await send(bomb, { 'content-length': bomb.length, 'content-encoding': 'gzip' })).toBe('skips 415');
});

test('refuses a body that is not sent in time', { timeout: 30_000 }, async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { server, port } = await startServer();
  const request = httpRequest({ port, method: 'POST', headers: { 'content-length': 10 } });
  request.on('error', () => undefined).write('{"data":');
  await once(server, 'request');
  const response = textOf(request);
  vi.advanceTimersByTime(BODY_TIMEOUT_MS);
  expect(await response).toMatch(/ 408$/);
  server.closeAllConnections();
  server.close();
});
