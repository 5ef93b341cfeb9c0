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

/** What the proxy stands between, and whose CORS rules it answers with. */
export interface StorageProxyOptions {
  port: number;
  emulatorPort: number;
  /** The rules of each bucket by its name; a bucket that is not here answers no other origin. */
  rules: ReadonlyMap<string, readonly CorsRule[]>;
}

/** A running proxy. */
export interface StorageProxy {
  stop: () => Promise<void>;
}

/** The emulator's headers without its own CORS answer, and with every URL that it hands out pointing back to the proxy. */
export function rewriteHeaders(headers: IncomingHttpHeaders, emulatorPort: number, port: number): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('access-control-') || name === 'vary') continue;
    const isUrl = name === 'location' || (name.startsWith('x-goog-upload-') && name.endsWith('-url'));
    kept[name] = isUrl && typeof value === 'string' ? rewriteUrl(value, emulatorPort, port) : value;
  }
  return kept;
}

/** How an answer is to be saved, as the service takes it from a signed URL; the emulator knows it only of the object. */
function dispositionOf(url: string): { 'content-disposition'?: string } {
  const asked = URL.parse(url, 'http://emulator')?.searchParams.get('response-content-disposition');
  return typeof asked === 'string' && /^[ -~]+$/.test(asked) ? { 'content-disposition': asked } : {};
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
      const saving = dispositionOf(incoming.url ?? '/');
      outgoing.writeHead(response.statusCode ?? 502, { ...headers, ...saving, ...cors });
      response.pipe(outgoing);
      response.once('error', () => outgoing.destroy());
    },
  );
  upstream.once('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502, cors).end('The Storage emulator does not answer.');
  });
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) upstream.destroy();
  });
  incoming.pipe(upstream);
}

/** Starts the proxy that a browser takes for Cloud Storage; bodies are passed on as they come, never buffered. */
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
