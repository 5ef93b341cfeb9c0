import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { FirebaseJson } from '../../tools/emulators/local-firebase.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** The headers of a path; if several rules set one, the last counts, as on Hosting. */
function headersOf({ headers }: FirebaseJson['hosting'], path: string): Record<string, string> {
  const matching = headers.filter(({ source, regex }) =>
    typeof regex === 'string'
      ? new RegExp(regex).test(path)
      : typeof source === 'string' && path.startsWith(source.replace('**', '').replace(/^(?!\/)/, '/')),
  );
  return Object.fromEntries(matching.flatMap((rule) => rule.headers.map(({ key, value }) => [key, value])));
}

/** A site that Firebase Hosting would serve: files with the headers of firebase.json, and 200.html for every other path. */
export interface StaticSite {
  readonly origin: string;
  /** Calls of the API, which has no functions here and answers 404. */
  readonly calls: readonly { readonly path: string; readonly appCheck: string | undefined }[];
  readonly stop: () => Promise<void>;
}

/** Serves a folder on loopback as Hosting would. */
export async function serveSite(folder: string, hosting: FirebaseJson['hosting']): Promise<StaticSite> {
  const calls: { path: string; appCheck: string | undefined }[] = [];
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    // Plain HTTP needs no HSTS.
    const { 'Strict-Transport-Security': _, ...headers } = headersOf(hosting, path);
    const send = (status: number, type: string, body: Buffer | string): void => {
      response.writeHead(status, { ...headers, 'content-type': type }).end(body);
    };
    if (path.startsWith('/api/')) {
      const token = request.headers['x-firebase-appcheck'];
      calls.push({ path, appCheck: typeof token === 'string' ? token : undefined });
      send(404, 'application/json', JSON.stringify({ error: { status: 'NOT_FOUND', details: { code: 'not-found' } } }));
      return;
    }
    readFile(join(folder, path)).then(
      (body) => send(200, TYPES[extname(path)] ?? 'application/octet-stream', body),
      async () => send(200, 'text/html; charset=utf-8', await readFile(join(folder, '200.html'))),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${String(port)}`,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
