import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePorts } from './ports.ts';
import { startStorageProxy, rewriteHeaders, type StorageProxy } from './storage-proxy.ts';

let emulator: Server | undefined;
let proxy: StorageProxy | undefined;

afterEach(async () => {
  await proxy?.stop();
  emulator?.closeAllConnections();
  emulator?.close();
});

const PAGE = 'http://localhost:4800';
const RULES = [{ origin: [PAGE], method: ['GET', 'POST'], responseHeader: ['Content-Range'], maxAgeSeconds: 60 }];

async function setUp(
  respond: (request: IncomingMessage, response: ServerResponse, port: number) => void,
): Promise<string> {
  const own = createServer((request, response) => {
    respond(request, response, (own.address() as AddressInfo).port);
  });
  emulator = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const { storageProxy: port } = await freePorts();
  const emulatorPort = (own.address() as AddressInfo).port;
  proxy = await startStorageProxy({ port, emulatorPort, rules: new Map([['ours', RULES]]) });
  return `http://127.0.0.1:${String(port)}`;
}

test('points upload URLs back to the proxy, with any host name', () => {
  for (const host of ['127.0.0.1:9199', 'localhost:9199', '127.0.0.1:4801']) {
    const headers = rewriteHeaders(
      { 'x-goog-upload-url': `http://${host}/v0/b/ours/o?upload_id=1`, location: `http://${host}/x`, etag: 'e' },
      9199,
      4801,
    );
    expect(headers).toEqual({
      'x-goog-upload-url': 'http://127.0.0.1:4801/v0/b/ours/o?upload_id=1',
      location: 'http://127.0.0.1:4801/x',
      etag: 'e',
    });
  }
});

test("removes the emulator's own CORS headers", async () => {
  const url = await setUp((_, response) =>
    response
      .writeHead(200, { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'x', vary: 'y' })
      .end('ok'),
  );
  const get = async (path: string, origin: string): Promise<string | null> =>
    (await fetch(url + path, { headers: { origin } })).headers.get('access-control-allow-origin');
  expect(await get('/v0/b/ours/o/a', PAGE)).toBe(PAGE);
  expect(await get('/v0/b/ours/o/a', 'https://evil.example')).toBeNull();
  expect(await get('/v0/b/another/o/a', PAGE)).toBeNull();
});

test('answers a preflight without calling the emulator', async () => {
  let reached = 0;
  const url = await setUp((_, response) => {
    reached++;
    response.end();
  });
  const preflight = (method: string): Promise<Response> =>
    fetch(`${url}/v0/b/ours/o`, {
      method: 'OPTIONS',
      headers: { origin: PAGE, 'access-control-request-method': method },
    });
  expect((await preflight('POST')).headers.get('access-control-allow-methods')).toBe('GET, POST');
  expect((await preflight('DELETE')).headers.get('access-control-allow-methods')).toBeNull();
  expect(reached).toBe(0);
});

test('streams bodies in both directions', async () => {
  const [arrived, echoed] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const url = await setUp((request, response) => {
    request.once('data', () => {
      arrived.resolve(undefined);
    });
    request.pipe(response);
  });
  // Each chunk is sent only after the one before has passed: with a proxy that buffers, this test would time out.
  async function* body(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10);
    await arrived.promise;
    yield new Uint8Array(20);
    await echoed.promise;
    yield new Uint8Array(30);
  }
  const response = await fetch(`${url}/v0/b/ours/o`, { method: 'POST', body: body(), duplex: 'half' });
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    echoed.resolve(undefined);
    size += chunk.length;
  }
  expect(size).toBe(60);
});

test('answers 502 if the emulator is not running', async () => {
  const url = await setUp((_, response) => response.end());
  emulator?.closeAllConnections();
  emulator?.close();
  const response = await fetch(`${url}/v0/b/ours/o/a`, { headers: { origin: PAGE } });
  expect(response.status).toBe(502);
  expect(response.headers.get('access-control-allow-origin')).toBe(PAGE);
});
