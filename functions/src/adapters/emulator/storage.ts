import { attachment } from '@maru/model';
import type { Originals, Renditions } from '../../ports/objects.ts';
import {
  isMissing,
  ORIGINAL_METADATA,
  storageOriginals,
  storageRenditions,
  tokenMetadata,
  type Bucket,
} from '../firebase/storage.ts';

/** Where the Storage emulator is: its own `host:port`, and the URL at which a browser reaches it. */
export interface StorageEmulator {
  readonly host: string;
  readonly url: string;
}

const AS_OWNER = { Authorization: 'Bearer owner', 'Content-Type': 'application/json' };

/** Sends a request about one object; resolves to undefined if it does not exist. */
async function send(url: string, init: RequestInit): Promise<Response | undefined> {
  const response = await fetch(url, { ...init, headers: AS_OWNER });
  if (!response.ok && response.status !== 404) throw new Error(`Storage emulator: ${response.status}`);
  return response.ok ? response : undefined;
}

/** Removes one download token: unlike the service, the emulator never removes tokens when metadata changes. */
async function dropToken({ host }: StorageEmulator, bucket: Bucket, name: string, token: string): Promise<void> {
  const object = `http://${host}/v0/b/${bucket.name}/o/${encodeURIComponent(name)}`;
  await send(`${object}?delete_token=${encodeURIComponent(token)}`, { method: 'POST' });
}

/** Changes metadata and returns the object's generation, if it exists, and download tokens. Unlike the SDK, it sends null as null. */
async function patchMetadata(
  { host }: StorageEmulator,
  bucket: Bucket,
  name: string,
  metadata: object,
): Promise<{ readonly generation?: string | undefined; readonly tokens: string[] }> {
  const url = `http://${host}/b/${bucket.name}/o/${encodeURIComponent(name)}`;
  const response = await send(url, { method: 'PATCH', body: JSON.stringify(metadata) });
  const { generation, metadata: patched } = ((await response?.json()) ?? {}) as {
    generation?: string;
    metadata?: { firebaseStorageDownloadTokens?: string };
  };
  const tokens = (patched?.firebaseStorageDownloadTokens ?? '').split(',').filter((token) => token !== '');
  return { generation, tokens };
}

/** The originals bucket of the emulator, which has no holds, no preconditions, no signed URLs and no conditional copies. */
export function emulatorOriginals(bucket: Bucket, emulator: StorageEmulator): Originals {
  const originals = storageOriginals(bucket);
  return {
    ...originals,
    async copy(from, to) {
      if (!(await originals.stat(to))) await originals.copy(from, to);
    },
    signedUrl(name, fileName) {
      const query = new URLSearchParams({ 'response-content-disposition': attachment(fileName) });
      return Promise.resolve(`${emulator.url}/${bucket.name}/${name}?${query.toString()}`);
    },
    async reset(name, generation) {
      const patched = await patchMetadata(emulator, bucket, name, ORIGINAL_METADATA);
      for (const token of patched.tokens) await dropToken(emulator, bucket, name, token);
      return patched.generation === generation;
    },
    async remove(name, generation) {
      try {
        await bucket.file(name).delete({ ifGenerationMatch: generation });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
}

/** The renditions bucket of the emulator. */
export const emulatorRenditions = (bucket: Bucket, emulator: StorageEmulator): Renditions => ({
  ...storageRenditions(bucket),
  async setTokens(name, tokens) {
    const { tokens: present } = await patchMetadata(emulator, bucket, name, tokenMetadata(tokens));
    for (const token of present) if (!tokens.includes(token)) await dropToken(emulator, bucket, name, token);
  },
});
