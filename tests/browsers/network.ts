import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { HOST } from '../../tools/emulators/ports.ts';

/** The way of a browser to the emulators: an HTTP proxy, since WebDriver has no offline mode. */
export interface Network {
  readonly port: number;
  /** Ends all connections and refuses new ones. */
  cut: () => Promise<void>;
  /** Accepts connections again. */
  restore: () => Promise<void>;
}

function forward(from: IncomingMessage, to: ServerResponse): void {
  const upstream = request(new URL(from.url ?? ''), { method: from.method, headers: from.headers }, (response) => {
    to.writeHead(response.statusCode ?? 502, response.rawHeaders);
    response.pipe(to);
    response.once('error', () => to.destroy());
  });
  upstream.once('error', () => to.destroy());
  to.once('close', () => upstream.destroy());
  from.pipe(upstream);
}

/** Starts the proxy on a free port. It ends with the process at the latest. */
export async function startNetwork(): Promise<Network> {
  const server = createServer(forward);
  server.on('connect', (_, socket) => socket.destroy());
  const listen = async (port: number): Promise<number> => {
    server.listen(port, HOST);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    port,
    cut: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    restore: async () => {
      await listen(port);
    },
  };
}
