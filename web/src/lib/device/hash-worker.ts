import { createSHA256 } from 'hash-wasm';

/** A file to read, or without one: give that file up. */
export interface HashQuestion {
  readonly id: number;
  readonly file?: Blob;
}

/** Bytes read so far, the file's SHA-256 in hexadecimal, or the name and message of what went wrong. */
export type HashAnswer = { readonly id: number } & (
  { readonly read: number } | { readonly sha256: string } | { readonly name: string; readonly message: string }
);

/** 4 MiB at a time: memory stays small, and progress moves several times a second from a slow card. */
const CHUNK = 4 * 1024 * 1024;

const given = new Set<number>();
const say = (answer: HashAnswer): void => {
  self.postMessage(answer);
};

async function read(id: number, file: Blob): Promise<void> {
  const hasher = await createSHA256();
  hasher.init();
  for (let at = 0; at < file.size && given.has(id); at += CHUNK) {
    hasher.update(new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer()));
    say({ id, read: Math.min(file.size, at + CHUNK) });
  }
  if (given.delete(id)) say({ id, sha256: hasher.digest('hex') });
}

self.addEventListener('message', ({ data }: MessageEvent<HashQuestion>) => {
  const { id, file } = data;
  if (!file) {
    given.delete(id);
    return;
  }
  given.add(id);
  read(id, file).catch((error: unknown) => {
    given.delete(id);
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    say({ id, name, message });
  });
});
