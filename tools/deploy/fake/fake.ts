import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { handleRequest, type Incoming } from './handle-request.ts';
import { ApiError } from './google-error.ts';
import { originVariables } from './origins.ts';
import { enable } from './products/service-usage.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';
import { fillUsedProject } from './used-project.ts';
import type { Json } from './validate.ts';
import { Reply, ProjectState } from './project-state.ts';

export interface FakeOptions {
  /** Default `maru-family`. */
  readonly project?: string;
  /** `empty` (default): a new Google Cloud project without Firebase; `used`: one with another app in it. */
  readonly start?: 'empty' | 'used';
  /** APIs that are on from the start. */
  readonly services?: readonly string[];
  readonly billingEnabled?: boolean;
  /** How often an operation has to be polled; default 0. */
  readonly polls?: number;
}

export interface FakeRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  readonly status: number;
  /** Whether it changes something. */
  readonly mutates: boolean;
  /** Whether firebase-tools sent it. */
  readonly isCli: boolean;
}

/** The error that requests get instead of a response. */
export interface Rule {
  readonly method?: string;
  readonly host?: string;
  readonly path?: RegExp;
  /** How many requests; default 1. */
  readonly times?: number;
  readonly status: number;
  readonly reason?: string;
  readonly message?: string;
  readonly headers?: Record<string, string>;
}

export interface Fake {
  readonly port: number;
  readonly state: ProjectState;
  /** The environment in which a child process reaches the fake under Google's names. */
  readonly env: Record<string, string>;
  readonly requests: readonly FakeRequest[];
  readonly snapshot: () => Snapshot;
  readonly respond: (rule: Rule) => void;
  /**
   * Kills a process, or a process group if negative, after the `n`-th request that changes something, or the first one that `isLast` names. It
   * gets no response.
   */
  readonly killAfter: (last: number | IsLast, target: number | (() => void)) => void;
  readonly stop: () => Promise<void>;
}

/** Whether a request is the last one before a kill. */
export type IsLast = (request: FakeRequest) => boolean;

const READS =
  /:(getIamPolicy|testIamPermissions|test|batchGet|listCollectionIds|generateUploadUrl|query|lookup)$|\/entries:list$|^\/oauth2\//;
const PRELOAD = pathToFileURL(join(import.meta.dirname, 'loopback.js')).href;

/** Starts a server that behaves as Google's APIs for one project. */
export async function startFake(options: FakeOptions = {}): Promise<Fake> {
  const { project = 'maru-family', billingEnabled = true, polls = 0 } = options;
  const state = new ProjectState({ project, number: '123456789012', polls, billingEnabled });
  enable(state, options.services ?? []);
  if (options.start === 'used') fillUsedProject(state);
  const requests: FakeRequest[] = [];
  const rules: (Rule & { left: number })[] = [];
  let kill: { isLast: IsLast; run: () => void } | undefined;

  const server = createServer((request, response) => void serve(request, response));

  function replyTo(incoming: Incoming): Reply {
    try {
      const rule = rules.find((one) => one.left > 0 && applies(one, incoming));
      if (!rule) return handleRequest(state, incoming);
      rule.left -= 1;
      throw Object.assign(new ApiError(rule.status, rule.message ?? 'injected by the test', rule.reason), {
        headers: rule.headers ?? {},
      });
    } catch (thrown) {
      const isMeant = thrown instanceof ApiError;
      const error = isMeant ? thrown : new ApiError(500, `fault of the fake: ${String((thrown as Error).stack)}`);
      return new Reply(error.code, error.toJson(incoming.host) as Json, error.headers);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readAll(request).catch(() => undefined);
    // The client was killed while it sent the request.
    if (!bytes) return;
    const authority = request.headers.host ?? '';
    const incoming: Incoming = {
      method: request.method!,
      host: authority.split(':')[0]!,
      url: new URL(request.url!, `http://${authority}`),
      bytes,
      headers: request.headers as Record<string, string>,
    };
    const { method, host, url } = incoming;
    const mutates = method !== 'GET' && !READS.test(url.pathname);
    const reply = replyTo(incoming);
    requests.push({
      method,
      host,
      path: url.pathname.replaceAll(state.number, project),
      query: url.search,
      body: parse(bytes),
      status: reply.status,
      mutates,
      isCli: /FirebaseCLI/.test(request.headers['user-agent'] ?? ''),
    });
    if (mutates && kill?.isLast(requests.at(-1)!)) {
      kill.run();
      kill = undefined;
      request.socket.destroy();
      return;
    }
    const isJson = reply.body !== undefined && !Buffer.isBuffer(reply.body);
    response.writeHead(reply.status, { ...(isJson && { 'content-type': 'application/json' }), ...reply.headers });
    response.end(isJson ? JSON.stringify(reply.body) : reply.body);
  }

  // firebase-tools remembers there which APIs are on.
  const config = await mkdtemp(join(tmpdir(), 'maru-fake-'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    state,
    env: {
      ...originVariables(port),
      MARU_FAKE_PORT: String(port),
      NODE_OPTIONS: `--import=${PRELOAD}`,
      FIREBASE_TOKEN: 'fake',
      CI: 'true',
      METADATA_SERVER_DETECTION: 'none',
      XDG_CONFIG_HOME: config,
      // No wait of ours takes longer than a few milliseconds.
      MARU_WAIT_SCALE: '0.001',
    },
    requests,
    snapshot: () => snapshotOf(state),
    respond: (rule) => rules.push({ ...rule, left: rule.times ?? 1 }),
    killAfter: (last, target) => {
      let left = typeof last === 'number' ? last : 0;
      kill = {
        isLast: typeof last === 'number' ? () => --left === 0 : last,
        run: typeof target === 'number' ? () => process.kill(target, 'SIGKILL') : target,
      };
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(config, { recursive: true, force: true });
    },
  };
}

const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

function parse(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return `${bytes.length} bytes`;
  }
}

const applies = (rule: Rule, { method, host, url }: Incoming): boolean =>
  (rule.method ?? method) === method && (rule.host ?? host) === host && (rule.path?.test(url.pathname) ?? true);
