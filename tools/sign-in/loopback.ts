import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSecret } from '@maru/model';
import { SignInError } from './sign-in-error.ts';

const HOST = '127.0.0.1';

/** How the sign-in ended, for the page to show. */
type Result = 'done' | 'failed' | 'cancelled';

/** Options of a sign-in by loopback. */
export interface LoopbackOptions<T> {
  /** The random value of the link, which the page returns. */
  readonly state: string;
  /** The page that shows the result, in its fragment. */
  readonly page: string;
  /** The port to listen on; 0 for a free one. */
  readonly port: number;
  readonly timeoutMs: number;
  /** Called when it listens. */
  readonly onlisten: (port: number) => void;
  readonly redeem: (code: string) => Promise<T>;
}

/**
 * Listens on 127.0.0.1 for the browser to return from the page (`/?state=…&code=…`, or `error=cancelled`), redeems the code and sends the browser back to the
 * page. Ignores requests without the state, which any web site can send. Rejects with SignInError if the person cancels or does nothing.
 */
export async function signInByLoopback<T>(options: LoopbackOptions<T>): Promise<T> {
  const { state, page, port, timeoutMs, onlisten, redeem } = options;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let isBusy = false;

  const answer = (response: ServerResponse, status: number, headers: Record<string, string> = {}): void => {
    response.writeHead(status, {
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
      ...headers,
    });
    response.end();
  };
  const show = (response: ServerResponse, result: Result): void => {
    answer(response, 303, { location: `${page}#${result}` });
  };

  /** The parameters of a request from our page, or the status with which to refuse it. */
  const accept = ({ method, url, headers }: IncomingMessage): URLSearchParams | number => {
    const { pathname, searchParams } = new URL(url ?? '/', `http://${HOST}`);
    // Another host name means that a web site resolves its own name to 127.0.0.1.
    const isOurs = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
    if (!isOurs || method !== 'GET' || pathname !== '/' || searchParams.get('state') !== state) return 404;
    return isBusy ? 409 : searchParams;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const accepted = accept(request);
    const code = typeof accepted === 'number' ? null : accepted.get('code');
    if (typeof accepted === 'number') answer(response, accepted);
    else if (accepted.get('error') === 'cancelled') {
      show(response, 'cancelled');
      reject(new SignInError('cancelled'));
    } else if (!isSecret(code)) answer(response, 400);
    else {
      isBusy = true;
      try {
        resolve(await redeem(code));
        show(response, 'done');
      } catch (error) {
        show(response, 'failed');
        reject(error);
      }
    }
  };

  const server = createServer((request, response) => void handle(request, response));
  server.on('error', (error: NodeJS.ErrnoException) => {
    reject(error.code === 'EADDRINUSE' ? new SignInError('port-in-use', String(port)) : error);
  });
  server.listen(port, HOST, () => onlisten((server.address() as AddressInfo).port));
  const timer = setTimeout(() => reject(new SignInError('timed-out')), timeoutMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    // The redirect is still on its way.
    if (server.listening)
      await Promise.race([once(server.close(), 'close'), new Promise((end) => setTimeout(end, 1000))]);
  }
}
