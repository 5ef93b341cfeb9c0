import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { attachment, HEAD_BYTES, ORIGINAL_URL_S } from '@maru/model';
import type { getStorage } from 'firebase-admin/storage';
import type { Originals, Renditions, ObjectDigest } from '../../ports/objects.ts';

export type Bucket = ReturnType<ReturnType<typeof getStorage>['bucket']>;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** Whether an object, or the generation that a request names, does not exist. */
export const isMissing = (error: unknown): boolean => [404, 412].includes(Number(codeOf(error)));

/** Whether a write failed because its name is taken. */
const isTaken = (error: unknown): boolean => codeOf(error) === 412;

/** Passes bytes through, counts and hashes them, and keeps the first `HEAD_BYTES`. */
function digester(): { stream: Transform; digest: () => ObjectDigest } {
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
  return { stream, digest: () => ({ size, sha256: hash.digest('hex'), head }) };
}

/**
 * The metadata of every original: bytes to save, never a page to display. Null removes a field; for `metadata` it removes all custom
 * fields, download tokens included. With `contentEncoding: gzip` the service would decompress the object, and saving a file that only
 * claims to be gzip would fail. The SDK's type lacks null, but its request passes it on.
 */
export const ORIGINAL_METADATA = {
  contentType: 'application/octet-stream',
  contentDisposition: null,
  contentEncoding: null,
  contentLanguage: null,
  cacheControl: null,
  metadata: null,
} as unknown as Parameters<ReturnType<Bucket['file']>['setMetadata']>[0];

/** Bytes of the first request for a range, which may be a seek for an index, and of later ones. */
const FIRST_PIECE = 1 << 18;
const MAX_PIECE = 1 << 23;

/**
 * Reads a range in pieces that grow. The SDK's own stream cannot be left: destroyed before its response, it throws where nobody can catch it
 * (8.4.0), and ffmpeg leaves whenever it seeks.
 */
async function* readPieces(
  bucket: Bucket,
  name: string,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<Buffer> {
  for (let [at, size] = [start, FIRST_PIECE]; at <= end; size = Math.min(2 * size, MAX_PIECE)) {
    const range = { start: at, end: Math.min(at + size - 1, end), validation: false, decompress: false };
    const [piece] = await bucket.file(name).download(range);
    if (piece.length === 0) throw new Error(`${name} ends at ${at}`);
    at += piece.length;
    yield piece;
  }
}

/** The originals bucket. */
export function storageOriginals(bucket: Bucket): Originals {
  // We hash the bytes ourselves, so the SDK's validation is off. Not decompressed: an upload may only claim to be gzip.
  const pipe = async (name: string, to: Writable): Promise<ObjectDigest> => {
    const { stream, digest } = digester();
    await pipeline(bucket.file(name).createReadStream({ validation: false, decompress: false }), stream, to);
    return digest();
  };
  return {
    async stat(name) {
      try {
        const [metadata] = await bucket.file(name).getMetadata();
        return { size: Number(metadata.size), generation: String(metadata.generation) };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async head(name) {
      try {
        const range = { start: 0, end: HEAD_BYTES - 1, validation: false, decompress: false };
        return (await bucket.file(name).download(range))[0];
      } catch (error) {
        if (isMissing(error) || codeOf(error) === 416) return new Uint8Array();
        throw error;
      }
    },
    read: (name, range) => readPieces(bucket, name, range),
    download: (name, file) => pipe(name, createWriteStream(file)),
    digest: (name) => pipe(name, new Writable({ write: (_chunk, _encoding, done) => done() })),
    async copy(from, to) {
      try {
        await bucket.file(from).copy(bucket.file(to), { preconditionOpts: { ifGenerationMatch: 0 } });
      } catch (error) {
        if (!isTaken(error)) throw error;
      }
    },
    async signedUrl(name, fileName) {
      const [url] = await bucket.file(name).getSignedUrl({
        version: 'v4',
        action: 'read',
        expires: Date.now() + ORIGINAL_URL_S * 1000,
        responseDisposition: attachment(fileName),
        responseType: 'application/octet-stream',
      });
      return url;
    },
    async reset(name, generation) {
      // The service checks the rules when an upload session begins. Without the hold, a second session begun at the same time could
      // overwrite the first.
      const metadata = { ...ORIGINAL_METADATA, temporaryHold: true };
      try {
        await bucket.file(name).setMetadata(metadata, { ifGenerationMatch: generation });
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    async remove(name, generation) {
      const file = bucket.file(name);
      const precondition = { ifGenerationMatch: generation };
      try {
        await file.setMetadata({ temporaryHold: false }, precondition);
        await file.delete(precondition);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
}

const PLAYLIST = 'application/vnd.apple.mpegurl';

/** Renditions are immutable but can be revoked; playlists contain tokens, which rotate. */
const cacheControlOf = (type: string): string => (type === PLAYLIST ? 'private, no-cache' : 'private, max-age=86400');

/** The metadata that lets an object be read with these download tokens. */
export const tokenMetadata = (tokens: readonly string[]) => ({
  metadata: { firebaseStorageDownloadTokens: tokens.join(',') },
});

const renditionMetadata = (type: string, tokens: readonly string[]) => ({
  contentType: type,
  cacheControl: cacheControlOf(type),
  ...tokenMetadata(tokens),
});

/** The renditions bucket. */
export function storageRenditions(bucket: Bucket): Renditions {
  return {
    async put(name, body, { type, token }) {
      const metadata = renditionMetadata(type, [token]);
      if (typeof body === 'string') await bucket.upload(body, { destination: name, metadata });
      else await bucket.file(name).save(Buffer.from(body), { resumable: false, metadata });
    },
    async download(name, file) {
      await bucket.file(name).download({ destination: file, validation: false });
    },
    read: (name, range) => readPieces(bucket, name, range),
    async readText(name) {
      try {
        return (await bucket.file(name).download({ validation: false }))[0].toString('utf8');
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    removeAll: (prefix) => bucket.deleteFiles({ prefix }),
    list: async (prefix) => (await bucket.getFiles({ prefix }))[0].map(({ name }) => name),
    async setTokens(name, tokens) {
      try {
        await bucket.file(name).setMetadata(tokenMetadata(tokens));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
    async rewritePlaylist(name, change, tokens) {
      try {
        const [bytes] = await bucket.file(name).download({ validation: false });
        const body = Buffer.from(change(bytes.toString('utf8')));
        await bucket.file(name).save(body, { resumable: false, metadata: renditionMetadata(PLAYLIST, tokens) });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
}
