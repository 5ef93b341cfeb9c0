import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HEAD_BYTES } from '@maru/model';
import type { getStorage } from 'firebase-admin/storage';
import type { Originals, Renditions } from '../ports.ts';

type Bucket = ReturnType<ReturnType<typeof getStorage>['bucket']>;

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && (error.code === 404 || error.code === 412);

/** The tokens of an object, as Firebase keeps them in its metadata: separated by commas. */
const tokensOf = (metadata: { metadata?: Record<string, unknown> }): string[] => {
  const held = metadata.metadata?.['firebaseStorageDownloadTokens'];
  return typeof held === 'string' ? held.split(',').filter((token) => token !== '') : [];
};

/** Passes bytes on while counting and hashing them and keeping the first `HEAD_BYTES`. */
function looking(): { stream: Transform; seen: () => Awaited<ReturnType<Originals['fetch']>> } {
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

/** The Storage emulator only ever adds tokens to metadata; this request of its own drops one (a new one takes the last one's place). */
async function dropInEmulator(host: string, bucket: string, name: string, token: string): Promise<void> {
  const url = `http://${host}/v0/b/${bucket}/o/${encodeURIComponent(name)}?delete_token=${encodeURIComponent(token)}`;
  const answer = await fetch(url, { method: 'POST', headers: { Authorization: 'Bearer owner' } });
  if (!answer.ok && answer.status !== 404) throw new Error(`dropping a token: ${answer.status}`);
}

/** The originals bucket; `emulator` is the Storage emulator's `host:port`, where there is one. */
export function storageOriginals(bucket: Bucket, emulator: string | undefined): Originals {
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
    async fetch(name, file) {
      const { stream, seen } = looking();
      // The whole is hashed by us: the library's own check would hash it a second time. As it lies there: what an upload
      // called gzip would else be blown up.
      const bytes = bucket.file(name).createReadStream({ validation: false, decompress: false });
      await pipeline(bytes, stream, createWriteStream(file));
      return seen();
    },
    async seal(name) {
      const file = bucket.file(name);
      if (emulator === undefined) {
        // The service asks rules when a session begins: of two that began together, the second would end over the first.
        await file.setMetadata({ temporaryHold: true, metadata: { firebaseStorageDownloadTokens: null } });
        return;
      }
      const [metadata] = await file.getMetadata();
      for (const token of tokensOf(metadata)) await dropInEmulator(emulator, bucket.name, name, token);
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

/** Renditions never change under their name, but may be taken back; playlists carry tokens, which rotate. */
const cacheOf = (type: string): string =>
  type === 'application/vnd.apple.mpegurl' ? 'private, no-cache' : 'private, max-age=86400';

/** The renditions bucket. */
export function storageRenditions(bucket: Bucket): Renditions {
  return {
    async put(name, body, { type, token }) {
      const metadata = {
        contentType: type,
        cacheControl: cacheOf(type),
        metadata: { firebaseStorageDownloadTokens: token },
      };
      if (typeof body === 'string') await bucket.upload(body, { destination: name, metadata });
      else await bucket.file(name).save(Buffer.from(body), { resumable: false, metadata });
    },
  };
}
