import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { bucketOf, corsHeaders, type CorsRule } from './cors.ts';
import { HOST } from './ports.ts';

/** Options of the proxy. */
export interface StorageProxyOptions {
  port: number;
  emulatorPort: number;
  /** CORS rules by bucket name. Any other bucket allows no cross-origin requests. */
  rules: ReadonlyMap<string, readonly CorsRule[]>;
}

/** A running proxy. */
export interface StorageProxy {
  stop: () => Promise<void>;
}

/** Removes the emulator's own CORS headers and points its upload URLs back to the proxy. */
export function rewriteHeaders(headers: IncomingHttpHeaders, emulatorPort: number, port: number): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('access-control-') || name === 'vary') continue;
    const isUrl = name === 'location' || (name.startsWith('x-goog-upload-') && name.endsWith('-url'));
    kept[name] = isUrl && typeof value === 'string' ? rewriteUrl(value, emulatorPort, port) : value;
  }
  return kept;
}

/** Applies `response-content-disposition` of a signed URL, which Cloud Storage supports and the emulator ignores. */
function dispositionOf(url: string): { 'content-disposition'?: string } {
  const value = URL.parse(url, 'http://emulator')?.searchParams.get('response-content-disposition');
  return typeof value === 'string' && /^[ -~]+$/.test(value) ? { 'content-disposition': value } : {};
}

function rewriteUrl(url: string, emulatorPort: number, port: number): string {
  return url.replace(
    new RegExp(`^https?://(127\\.0\\.0\\.1|localhost|\\[::1\\]):(${String(emulatorPort)}|${String(port)})`),
    `http://${HOST}:${String(port)}`,
  );
}

function forward(options: StorageProxyOptions, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const rules = options.rules.get(bucketOf(incoming.url ?? '/') ?? '') ?? [];
  const cors = corsHeaders(rules, {
    origin: incoming.headers.origin,
    method: incoming.method ?? 'GET',
    requestedMethod: incoming.headers['access-control-request-method'],
  });
  if (incoming.method === 'OPTIONS') {
    outgoing.writeHead(200, { 'content-length': '0', ...cors }).end();
    return;
  }
  const upstream = request(
    {
      host: HOST,
      port: options.emulatorPort,
      method: incoming.method,
      path: incoming.url,
      headers: { ...incoming.headers, host: `${HOST}:${String(options.port)}` },
    },
    (response) => {
      const headers = rewriteHeaders(response.headers, options.emulatorPort, options.port);
      const disposition = dispositionOf(incoming.url ?? '/');
      outgoing.writeHead(response.statusCode ?? 502, { ...headers, ...disposition, ...cors });
      response.pipe(outgoing);
      response.once('error', () => outgoing.destroy());
    },
  );
  upstream.once('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502, cors).end('The Storage emulator does not respond.');
  });
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) upstream.destroy();
  });
  incoming.pipe(upstream);
}

/** Starts a proxy that gives browsers the CORS behaviour of Cloud Storage. Bodies are streamed, never buffered. */
export async function startStorageProxy(options: StorageProxyOptions): Promise<StorageProxy> {
  const server: Server = createServer((incoming, outgoing) => {
    forward(options, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: HOST, port: options.port }, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
