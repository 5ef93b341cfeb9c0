import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { startFake, type Fake, type FakeOptions } from '../fake/fake.ts';
import { GoogleClient } from '../google/client.ts';
import type { FirebaseCli } from '../release/firebase-cli.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** A project on the fake, used in this process, with a firebase-tools that notes its commands and only turns on sign-in. */
export interface FakeSession extends Session {
  readonly fake: Fake;
  /** The commands of firebase-tools, without the project. */
  readonly commands: string[];
}

export const PROJECT = 'maru-family';

/** Sends a request to the fake. `fetch` would not send another host name than it connects to. */
async function send(port: number, { host, pathname, search }: URL, init: RequestInit): Promise<Response> {
  const { method = 'GET', body } = init;
  const headers = { ...Object.fromEntries(new Headers(init.headers)), host };
  const sent = request({ host: '127.0.0.1', port, method, path: pathname + search, headers });
  sent.end(body instanceof Blob ? Buffer.from(await body.arrayBuffer()) : body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const content = Buffer.concat((await response.toArray()) as Buffer[]);
  const status = response.statusCode ?? 0;
  return new Response(status === 204 ? null : content, { status, headers: response.headers as Record<string, string> });
}

/** What `firebase deploy --only auth` does in a new project. */
function turnOnSignIn({ state }: Fake): void {
  const host = 'identitytoolkit.googleapis.com';
  const provider = `projects/${PROJECT}/defaultSupportedIdpConfigs/google.com`;
  state.set(host, provider, { name: provider, enabled: true, clientId: 'c', clientSecret: 's' });
  const config = `projects/${PROJECT}/config`;
  state.set(host, config, { name: config, authorizedDomains: ['localhost'], signIn: { email: { enabled: true } } });
}

/** Starts a fake and a session with it. */
export async function startSession(options: FakeOptions = {}): Promise<FakeSession> {
  const fake = await startFake({ project: PROJECT, ...options });
  const google = new GoogleClient({
    project: PROJECT,
    env: fake.env,
    token: () => Promise.resolve('owner'),
    wait: () => Promise.resolve(),
    fetch: (url, init) => send(fake.port, url, init),
  });
  const commands: string[] = [];
  const cli: FirebaseCli = {
    run: (args) => {
      const command = args.join(' ');
      commands.push(command);
      if (command === 'deploy --only auth') turnOnSignIn(fake);
      return Promise.resolve('');
    },
  };
  return { fake, google, cli, commands };
}

/** A terminal that notes what is printed and answers questions in order. */
export interface FakeTerminal extends Terminal {
  readonly lines: string[];
  readonly text: () => string;
}

/** Creates a terminal; without answers nobody can be asked. */
export function createTerminal(answers?: string[]): FakeTerminal {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  return {
    lines,
    text: () => lines.join('\n'),
    isInteractive: answers !== undefined,
    print,
    fail: print,
    ask: (question) => {
      print(question);
      return Promise.resolve(answers?.shift() ?? '');
    },
  };
}
