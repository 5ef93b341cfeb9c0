import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HEAD_BYTES, ORIGINAL_URL_S } from '@maru/model';
import type { getStorage } from 'firebase-admin/storage';
import type { Originals, Renditions, ObjectDigest } from '../../ports/objects.ts';

type Bucket = ReturnType<ReturnType<typeof getStorage>['bucket']>;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const isMissing = (error: unknown): boolean => [404, 412].includes(Number(codeOf(error)));

/** Whether something else is under a name that was to be free. */
const isTaken = (error: unknown): boolean => codeOf(error) === 412;

/** The tokens of an object, as Firebase keeps them in its metadata: separated by commas. */
const tokensOf = (metadata: { metadata?: Record<string, unknown> }): string[] => {
  const held = metadata.metadata?.['firebaseStorageDownloadTokens'];
  return typeof held === 'string' ? held.split(',').filter((token) => token !== '') : [];
};

/** Passes bytes on while counting and hashing them and keeping the first `HEAD_BYTES`. */
function looking(): { stream: Transform; seen: () => ObjectDigest } {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      done(null, chunk);
    },
  });
  return { stream, seen: () => ({ size, sha256: hash.digest('hex'), head }) };
}

const AS_OWNER = { Authorization: 'Bearer owner', 'Content-Type': 'application/json' };

/**
 * The Storage emulator only ever adds tokens to metadata; this request of its own drops one (a new one takes the last one's place).
 * Its answer has the object's own encoding: of an upload that called itself gzip it cannot be read.
 */
async function dropInEmulator(host: string, bucket: string, name: string, token: string): Promise<Response> {
  const url = `http://${host}/v0/b/${bucket}/o/${encodeURIComponent(name)}?delete_token=${encodeURIComponent(token)}`;
  const answer = await fetch(url, { method: 'POST', headers: AS_OWNER });
  if (!answer.ok && answer.status !== 404) throw new Error(`dropping a token: ${answer.status}`);
  return answer;
}

/** The tokens that are left after one is dropped, or undefined where there is no object. */
async function leftInEmulator(...of: Parameters<typeof dropInEmulator>): Promise<string[] | undefined> {
  const answer = await dropInEmulator(...of);
  if (!answer.ok) return undefined;
  const { downloadTokens = '' } = (await answer.json()) as { downloadTokens?: string };
  return downloadTokens.split(',');
}

/** Changes an object's metadata; undefined where there is no object. */
async function patchInEmulator(host: string, bucket: string, name: string, metadata: object): Promise<unknown> {
  const answer = await fetch(`http://${host}/b/${bucket}/o/${encodeURIComponent(name)}`, {
    method: 'PATCH',
    headers: AS_OWNER,
    body: JSON.stringify(metadata),
  });
  if (!answer.ok && answer.status !== 404) throw new Error(`setting metadata: ${answer.status}`);
  return answer.ok ? answer.json() : undefined;
}

/** What one setMetadata does on the service. Most often the one that is `lost` is the only one too many. */
async function setInEmulator(
  host: string,
  bucket: string,
  name: string,
  tokens: readonly string[],
  lost: string | undefined,
): Promise<void> {
  const left = lost === undefined ? [] : await leftInEmulator(host, bucket, name, lost);
  if (!left || (left.length === tokens.length && tokens.every((token) => left.includes(token)))) return;
  const patched = await patchInEmulator(host, bucket, name, servedBy(tokens));
  const now = patched === undefined ? [] : tokensOf(patched as Parameters<typeof tokensOf>[0]);
  for (const token of now) if (!tokens.includes(token)) await dropInEmulator(host, bucket, name, token);
}

/** A header that saves what comes under this name, whatever its letters (RFC 6266, RFC 8187). */
function savedAs(fileName: string): string {
  const escaped = (c: string): string => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
  return `attachment; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, escaped)}`;
}

/**
 * The metadata of an original, whatever its uploader said: bytes to be saved, never shown as a page. Null removes a field, and of
 * `metadata` every custom one, the download tokens among them. Without `contentEncoding` the service gives out the very bytes that
 * were stored and hashed; with `gzip` it would decompress them, and saving a file that only claims it fails. The SDK's type knows no
 * null; its request passes it on.
 */
const PLAIN = {
  contentType: 'application/octet-stream',
  contentDisposition: null,
  contentEncoding: null,
  contentLanguage: null,
  cacheControl: null,
  metadata: null,
} as unknown as Parameters<ReturnType<Bucket['file']>['setMetadata']>[0];

/** Where the Storage emulator is: its own `host:port`, and the URL under which a browser reaches it. */
export interface StorageEmulator {
  readonly host: string;
  readonly url: string;
}

/** The originals bucket; `emulator` where there is one. */
export function storageOriginals(bucket: Bucket, emulator: StorageEmulator | undefined): Originals {
  const stat: Originals['stat'] = async (name) => {
    try {
      const [metadata] = await bucket.file(name).getMetadata();
      return { size: Number(metadata.size), generation: String(metadata.generation) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  // The whole is hashed by us: the library's own check would hash it a second time. As it lies there: what an upload
  // called gzip would else be blown up.
  const passing = async (name: string, to: Writable): Promise<ObjectDigest> => {
    const { stream, seen } = looking();
    await pipeline(bucket.file(name).createReadStream({ validation: false, decompress: false }), stream, to);
    return seen();
  };
  return {
    stat,
    async head(name) {
      try {
        const range = { start: 0, end: HEAD_BYTES - 1, validation: false, decompress: false };
        return (await bucket.file(name).download(range))[0];
      } catch (error) {
        if (isMissing(error) || codeOf(error) === 416) return new Uint8Array();
        throw error;
      }
    },
    download: (name, file) => passing(name, createWriteStream(file)),
    digest: (name) => passing(name, new Writable({ write: (_chunk, _encoding, done) => done() })),
    async copy(from, to) {
      // The emulator knows no condition on a copy.
      if (emulator !== undefined && (await stat(to))) return;
      try {
        const preconditionOpts = { ifGenerationMatch: 0 };
        await bucket.file(from).copy(bucket.file(to), { preconditionOpts });
      } catch (error) {
        if (!isTaken(error)) throw error;
      }
    },
    async signedUrl(name, fileName) {
      const responseDisposition = savedAs(fileName);
      if (emulator !== undefined) {
        const asked = new URLSearchParams({ 'response-content-disposition': responseDisposition });
        return `${emulator.url}/${bucket.name}/${name}?${asked.toString()}`;
      }
      const expires = Date.now() + ORIGINAL_URL_S * 1000;
      const responseType = 'application/octet-stream';
      const wish = { version: 'v4', action: 'read', expires, responseDisposition, responseType } as const;
      return (await bucket.file(name).getSignedUrl(wish))[0];
    },
    async reset(name) {
      const file = bucket.file(name);
      if (emulator === undefined) {
        // The service asks rules when a session begins: of two that began together, the second would end over the first.
        await file.setMetadata({ ...PLAIN, temporaryHold: true });
        return;
      }
      await patchInEmulator(emulator.host, bucket.name, name, PLAIN);
      const [metadata] = await file.getMetadata();
      for (const token of tokensOf(metadata)) await dropInEmulator(emulator.host, bucket.name, name, token);
    },
    async remove(name, generation) {
      const file = bucket.file(name);
      const only = { ifGenerationMatch: generation };
      try {
        if (emulator === undefined) await file.setMetadata({ temporaryHold: false }, only);
        await file.delete(only);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
}

const PLAYLIST = 'application/vnd.apple.mpegurl';

/** Renditions never change under their name, but may be taken back; playlists carry tokens, which rotate. */
const cacheOf = (type: string): string => (type === PLAYLIST ? 'private, no-cache' : 'private, max-age=86400');

const servedBy = (tokens: readonly string[]) => ({ metadata: { firebaseStorageDownloadTokens: tokens.join(',') } });

const servedAs = (type: string, tokens: readonly string[]) => ({
  contentType: type,
  cacheControl: cacheOf(type),
  ...servedBy(tokens),
});

/** The renditions bucket; `emulator` is the Storage emulator, where there is one. */
export function storageRenditions(bucket: Bucket, emulator: StorageEmulator | undefined): Renditions {
  return {
    async put(name, body, { type, token }) {
      const metadata = servedAs(type, [token]);
      if (typeof body === 'string') await bucket.upload(body, { destination: name, metadata });
      else await bucket.file(name).save(Buffer.from(body), { resumable: false, metadata });
    },
    removeAll: (prefix) => bucket.deleteFiles({ prefix }),
    list: async (prefix) => (await bucket.getFiles({ prefix }))[0].map(({ name }) => name),
    async setTokens(name, tokens, lost) {
      if (emulator !== undefined) return setInEmulator(emulator.host, bucket.name, name, tokens, lost);
      try {
        await bucket.file(name).setMetadata(servedBy(tokens));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
    async rewritePlaylist(name, change, tokens) {
      try {
        const [bytes] = await bucket.file(name).download({ validation: false });
        const body = Buffer.from(change(bytes.toString('utf8')));
        await bucket.file(name).save(body, { resumable: false, metadata: servedAs(PLAYLIST, tokens) });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
}
