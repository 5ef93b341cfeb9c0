import { createSHA256 } from 'hash-wasm';

/** Hashes `file`; without a file, cancels the request with this id. */
export interface HashRequest {
  readonly id: number;
  readonly file?: Blob;
}

/** Bytes read so far, the file's SHA-256 in hexadecimal, or the name and message of what went wrong. */
export type HashResponse = { readonly id: number } & (
  { readonly read: number } | { readonly sha256: string } | { readonly name: string; readonly message: string }
);

/** 4 MiB: little memory, and several progress events a second from a slow memory card. */
const CHUNK = 4 * 1024 * 1024;

const active = new Set<number>();
const respond = (response: HashResponse): void => {
  self.postMessage(response);
};

async function read(id: number, file: Blob): Promise<void> {
  const hasher = await createSHA256();
  hasher.init();
  for (let at = 0; at < file.size && active.has(id); at += CHUNK) {
    hasher.update(new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer()));
    respond({ id, read: Math.min(file.size, at + CHUNK) });
  }
  if (active.delete(id)) respond({ id, sha256: hasher.digest('hex') });
}

self.addEventListener('message', ({ data }: MessageEvent<HashRequest>) => {
  const { id, file } = data;
  if (!file) {
    active.delete(id);
    return;
  }
  active.add(id);
  read(id, file).catch((error: unknown) => {
    active.delete(id);
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    respond({ id, name, message });
  });
});
