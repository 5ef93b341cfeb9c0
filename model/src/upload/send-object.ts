import { ChunkSize } from './chunk-size.ts';
import type { Bytes, Platform, Signal } from './platform.ts';
import { outcomeOf, receivedOf, type Reply } from './reply.ts';

/** Sends a POST request; rejects if there is no answer. */
export type Post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Bytes | string | undefined,
  signal: Signal,
) => Promise<Reply>;

/** What an object transfer needs. */
export interface TransferPorts extends Platform {
  readonly post: Post;
  /** The tokens of the person, renewed if `refresh`; undefined if they are not signed in. Rejects without a network. */
  readonly credentials: (
    refresh: boolean,
  ) => Promise<{ readonly idToken: string; readonly appCheck?: string | undefined } | undefined>;
  /** The origin of the service, and the bucket. */
  readonly host: string;
  readonly bucket: string;
  /** How long the service may take to answer a request, in ms. */
  readonly timeoutMs?: number;
}

/** An object to send. */
export interface ObjectToSend {
  readonly name: string;
  readonly bytes: Bytes;
  /** The URL of a session that an earlier attempt began. */
  readonly session?: string | undefined;
  /** Called with the URL of every new session, and with undefined when it ended. */
  readonly onsession: (url: string | undefined) => Promise<void> | void;
  /** Called with the number of bytes that the service has. */
  readonly onsent: (bytes: number) => void;
  /** Ends the transfer with `lost`; the session remains. */
  readonly signal: Signal;
}

/**
 * How a transfer ended. `refused`: by the rules, or because the object exists already. `lost`: no connection, a busy service or nobody signed
 * in; the next attempt continues. `unreadable-file`: the file changed, vanished or cannot be read.
 */
export type SendResult = 'uploaded' | 'refused' | 'lost' | 'unreadable-file';

/** Sends an object, or continues to send it; never rejects. */
export type SendObject = (object: ObjectToSend) => Promise<SendResult>;

/** Longer than 256 KiB take on the slowest mobile network. */
const TIMEOUT_MS = 120_000;
/** Answers that bring no further byte before the transfer waits. */
const MAX_STALLS = 4;

async function isReadable(bytes: Bytes, at: number): Promise<boolean> {
  try {
    await bytes.slice(at, Math.min(bytes.size, at + 1)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

type Headers = Readonly<Record<string, string>>;

/** Posts a command with the person's tokens, renewed once if they are refused; undefined without an answer in time. */
async function post(
  ports: TransferPorts,
  signal: Signal,
  url: string,
  headers: Headers,
  body?: Bytes | string,
): Promise<Reply | undefined> {
  const request = ports.controller();
  const abort = (): void => {
    request.abort();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    for (const refresh of [false, true]) {
      const tokens = await ports.credentials(refresh);
      if (!tokens || signal.aborted) return undefined;
      const authorization = `Firebase ${tokens.idToken}`;
      const appCheck = tokens.appCheck === undefined ? {} : { 'x-firebase-appcheck': tokens.appCheck };
      const stopTimer = ports.after(ports.timeoutMs ?? TIMEOUT_MS, abort);
      const sent = ports.post(url, { authorization, ...appCheck, ...headers }, body, request.signal);
      const reply = await sent.finally(stopTimer);
      if (reply.status !== 401 || refresh) return reply;
    }
  } catch {
    // No connection, no answer in time, or a body that cannot be read.
  } finally {
    signal.removeEventListener('abort', abort);
  }
  return undefined;
}

/** One attempt to send an object. */
class ObjectTransfer {
  readonly #ports: TransferPorts;
  readonly #object: ObjectToSend;
  readonly #chunk: ChunkSize;
  #session: string | undefined;
  /** The number of bytes that the session has; undefined if it must be asked. */
  #offset: number | undefined;
  #furthest = -1;
  #stalls = 0;

  constructor(ports: TransferPorts, object: ObjectToSend, chunk: ChunkSize) {
    this.#ports = ports;
    this.#object = object;
    this.#chunk = chunk;
    this.#session = object.session;
  }

  async run(): Promise<SendResult> {
    while (this.#stalls < MAX_STALLS) {
      const result = this.#session === undefined ? await this.#start() : await this.#continue(this.#session);
      if (result !== undefined) return result;
    }
    return 'lost';
  }

  #post(url: string, headers: Headers, body?: Bytes | string): Promise<Reply | undefined> {
    return post(this.#ports, this.#object.signal, url, headers, body);
  }

  async #start(): Promise<SendResult | undefined> {
    const { name, bytes } = this.#object;
    // The content type does not matter: functions inspect the bytes.
    const contentType = 'application/octet-stream';
    const reply = await this.#post(
      `${this.#ports.host}/v0/b/${this.#ports.bucket}/o?name=${encodeURIComponent(name)}`,
      {
        'content-type': 'application/json; charset=utf-8',
        'x-goog-upload-protocol': 'resumable',
        'x-goog-upload-command': 'start',
        'x-goog-upload-header-content-length': String(bytes.size),
        'x-goog-upload-header-content-type': contentType,
      },
      JSON.stringify({ name, contentType }),
    );
    const outcome = reply ? outcomeOf(reply) : 'lost';
    const url = reply?.header('x-goog-upload-url') ?? undefined;
    if (outcome === 'lost') return 'lost';
    if (outcome !== 'active' || url === undefined) return 'refused';
    this.#offset = 0;
    await this.#keep(url);
    return undefined;
  }

  async #keep(session: string | undefined): Promise<void> {
    this.#session = session;
    await this.#object.onsession(session);
  }

  /** Asks the session for its offset, or sends the next chunk. */
  async #continue(session: string): Promise<SendResult | undefined> {
    const { bytes, onsent, signal } = this.#object;
    const isQuestion = this.#offset === undefined;
    const start = this.#offset ?? 0;
    const end = Math.min(bytes.size, start + this.#chunk.bytes);
    const began = this.#ports.now();
    const reply = await (isQuestion ? this.#ask(session) : this.#sendChunk(session, start, end));
    const received = reply && receivedOf(reply, bytes.size);
    this.#stalls += 1;
    switch (reply ? outcomeOf(reply) : 'lost') {
      case 'final':
        await this.#keep(undefined);
        onsent(bytes.size);
        return 'uploaded';
      case 'refused':
        await this.#keep(undefined);
        return 'refused';
      case 'unauthenticated':
        return 'refused';
      case 'gone':
        await this.#keep(undefined);
        return undefined;
      case 'ask':
        // A session that refuses even the question cannot be continued.
        if (isQuestion) await this.#keep(undefined);
        this.#offset = undefined;
        return undefined;
      case 'lost':
        if (signal.aborted) return 'lost';
        if (!isQuestion) this.#chunk.lost();
        // A browser reports an unreadable file as a lost connection.
        return (await isReadable(bytes, start)) ? 'lost' : 'unreadable-file';
      case 'active':
        if (isQuestion && received === undefined) {
          await this.#keep(undefined);
          return undefined;
        }
        // The service may have kept less than was sent, or lost some of what it had.
        if (!isQuestion && (received ?? end) >= end) this.#chunk.arrived(end - start, this.#ports.now() - began);
        this.#moveTo(received ?? end);
        return undefined;
    }
  }

  #ask(session: string): Promise<Reply | undefined> {
    return this.#post(session, { 'x-goog-upload-command': 'query' });
  }

  #sendChunk(session: string, start: number, end: number): Promise<Reply | undefined> {
    const { bytes } = this.#object;
    const isLast = end === bytes.size;
    const command = start === end ? 'finalize' : isLast ? 'upload, finalize' : 'upload';
    const headers = { 'x-goog-upload-command': command, 'x-goog-upload-offset': String(start) };
    return this.#post(session, headers, start === end ? undefined : bytes.slice(start, end));
  }

  #moveTo(offset: number): void {
    this.#offset = offset;
    this.#object.onsent(offset);
    if (offset <= this.#furthest) return;
    this.#furthest = offset;
    this.#stalls = 0;
  }
}

/**
 * Sends objects by Firebase's resumable protocol (firebase-js-sdk packages/storage/src/implementation/requests.ts), which knows the storage
 * rules: a session is started, asked for its offset before it is continued, and gets the object in chunks. Never by the JSON API of Cloud
 * Storage, which is for service accounts.
 */
export function objectSender(ports: TransferPorts): SendObject {
  const chunk = new ChunkSize();
  return (object) => new ObjectTransfer(ports, object, chunk).run();
}
