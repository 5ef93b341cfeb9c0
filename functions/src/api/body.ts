import { subscribe } from 'node:diagnostics_channel';
import { isWellFormed } from '@maru/model';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The largest legitimate requests (shareAlbums at every limit, all chapters of a video) have 17 kB. */
export const MAX_BODY_BYTES = 32 * 1024;
/** Nested objects and arrays, the envelope included: the deepest request has 6. */
export const MAX_DEPTH = 8;
/** Values in a body, objects and arrays included: the largest request has under 400. */
export const MAX_NODES = 1000;

/** How long a client may take to send a body: a slow one occupies a slot of the instance. */
export const BODY_TIMEOUT_MS = 10_000;

/** Why a body was refused, as an HTTP status. */
export class BodyRefused extends Error {
  readonly status: 400 | 408 | 413 | 415;
  constructor(status: 400 | 408 | 413 | 415) {
    super(`body refused with ${String(status)}`);
    this.name = 'BodyRefused';
    this.status = status;
  }
}

/** The body headers that `withholdBodies` took away. */
const withheld = new WeakMap<IncomingMessage, Pick<IncomingHttpHeaders, 'content-length' | 'content-encoding'>>();

/**
 * Keeps request bodies from the Functions Framework, which reads, inflates (up to 1 GiB) and parses every body before our code runs: more
 * than an instance's memory holds. It skips requests whose headers announce no body, so this hides those headers before the framework sees
 * the request. `readBody` then reads the stream, up to `MAX_BODY_BYTES`.
 */
export function withholdBodies(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const { headers } = request;
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
    const { 'content-length': length, 'content-encoding': encoding } = headers;
    withheld.set(request, {
      ...(length !== undefined && { 'content-length': length }),
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    });
    delete headers['content-length'];
    delete headers['content-encoding'];
    delete headers['transfer-encoding'];
  });
}

const readStream = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (status: 408 | 413): void => {
      // Node drops the rest when the response has ended.
      request.off('data', take).pause();
      reject(new BodyRefused(status));
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) refuse(413);
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => refuse(408), BODY_TIMEOUT_MS);
    for (const event of ['end', 'error', 'close']) request.once(event, () => clearTimeout(timer));
    request
      .on('data', take)
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', reject);
  });

/** The bytes of a body; throws BodyRefused if they are too many, compressed or not sent within `BODY_TIMEOUT_MS`. */
export async function readBody(request: IncomingMessage & { readonly rawBody?: Buffer }): Promise<Buffer> {
  const headers = withheld.get(request) ?? request.headers;
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new BodyRefused(415);
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new BodyRefused(413);
  const bytes = request.rawBody ?? (await readStream(request));
  if (bytes.length > MAX_BODY_BYTES) throw new BodyRefused(413);
  return bytes;
}

/** Throws BodyRefused unless a JSON value is within the bounds and all of its text is well-formed Unicode. */
function checkBounds(root: unknown): void {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  for (let nodes = 1, next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string' && !isWellFormed(value)) throw new BodyRefused(400);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) throw new BodyRefused(400);
    const entries = Object.entries(value);
    nodes += entries.length;
    if (nodes > MAX_NODES) throw new BodyRefused(400);
    for (const [key, child] of entries) {
      if (!isWellFormed(key) || key === '__proto__') throw new BodyRefused(400);
      open.push({ value: child, depth: depth + 1 });
    }
  }
}

/** The `data` of a callable envelope `{ data }`; throws BodyRefused for anything else. */
export function dataOf(bytes: Buffer): unknown {
  let envelope: unknown;
  try {
    envelope = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BodyRefused(400);
  }
  checkBounds(envelope);
  if (typeof envelope !== 'object' || envelope === null || !Object.hasOwn(envelope, 'data')) throw new BodyRefused(400);
  return (envelope as { data: unknown }).data;
}
