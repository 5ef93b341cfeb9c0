import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
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
  readonly timeoutMs: number;
  /** Lines on which a person pastes the address that a browser on another computer could not open. */
  readonly input?: NodeJS.ReadableStream | undefined;
  /** Called when it listens. */
  readonly onlisten: (port: number) => void;
  readonly redeem: (code: string) => Promise<T>;
}

/**
 * Listens on a free port of 127.0.0.1 for the browser to return from the page (`/?state=…&code=…`, or `error=cancelled`), redeems the code and
 * sends the browser back to the page. Ignores what has no state, which any web site can send. Rejects with SignInError if the person cancels or
 * does nothing.
 */
export async function signInByLoopback<T>(options: LoopbackOptions<T>): Promise<T> {
  const { state, page, timeoutMs, input, onlisten, redeem } = options;
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
  /** Ends the sign-in by what the page returned; `end` receives the result, or the status of a refusal. */
  const finish = async (params: URLSearchParams, end: (how: Result | number) => void): Promise<void> => {
    const code = params.get('code');
    if (params.get('state') !== state) end(404);
    else if (isBusy) end(409);
    else if (params.get('error') === 'cancelled') {
      end('cancelled');
      reject(new SignInError('cancelled'));
    } else if (!isSecret(code)) end(400);
    else {
      isBusy = true;
      try {
        resolve(await redeem(code));
        end('done');
      } catch (error) {
        end('failed');
        reject(error);
      }
    }
  };

  const server = createServer(({ method, url, headers }: IncomingMessage, response) => {
    const target = URL.parse(url ?? '/', `http://${HOST}`);
    // Another host name means that a web site resolves its own name to 127.0.0.1.
    const isOurs = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
    if (!isOurs || method !== 'GET' || target?.pathname !== '/') answer(response, 404);
    else
      finish(target.searchParams, (how) => {
        if (typeof how === 'number') answer(response, how);
        else answer(response, 303, { location: `${page}#${how}` });
      }).catch(reject);
  });
  server.on('error', reject);
  server.listen(0, HOST, () => onlisten((server.address() as AddressInfo).port));
  const lines = input && createInterface({ input });
  lines?.on(
    'line',
    (line) => void finish(URL.parse(line.trim())?.searchParams ?? new URLSearchParams(), () => undefined),
  );
  const timer = setTimeout(() => reject(new SignInError('timed-out')), timeoutMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    lines?.close();
    // The redirect is still on its way.
    if (server.listening)
      await Promise.race([once(server.close(), 'close'), new Promise((end) => setTimeout(end, 1000))]);
  }
}
