// Loaded into firebase-tools before it starts. Its Storage emulator reads a whole object into memory at the end of an upload and for every copy: a
// tape of 8 GB cannot be stored. Here the bytes stay on the disk, are hashed as they arrive, and the emulator passes around where they are
// (docs/decisions/0039).
import { appendFileSync, closeSync, linkSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { emulatorModule } from './emulator-module.ts';
import { ObjectDigest } from './object-digest.ts';
import { SpooledBody, StoredBytes } from './stored-bytes.ts';

type Hashes = ObjectDigest['hashes'];

interface Persistence {
  getDiskPath: (name: string) => string;
  appendBytes: (name: string, bytes: Uint8Array | SpooledBody | StoredBytes) => string;
  readBytes: (name: string, size: number) => StoredBytes;
}

interface Layer {
  readonly _persistence: Persistence;
  path: (bucket: string, object: string) => string;
  getMetadata: (bucket: string, object: string) => (Hashes & { readonly size: number }) | undefined;
  getBytes: (bucket: string, object: string) => StoredBytes | undefined;
}

interface Metadata {
  new (options: object, cloudFunctions: unknown, bytes?: StoredBytes): object;
  fromJSON: unknown;
}

/** How much of a body is copied at once, in bytes. */
const PIECE = 1 << 20;

/** The digests of objects whose upload has not ended, by the path of their file. */
const digests = new Map<string, ObjectDigest>();

/** The digest of the bytes that an unfinished upload has so far. */
export const digestAt = (path: string): ObjectDigest => digests.get(path)?.copy() ?? new ObjectDigest();

function appendFile(from: string, to: string): void {
  const file = openSync(from, 'r');
  const piece = Buffer.alloc(PIECE);
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
    appendFileSync(to, piece.subarray(0, read));
  }
  closeSync(file);
}

const persistence = (emulatorModule('storage/persistence.js') as { Persistence: { prototype: Persistence } })
  .Persistence.prototype;
const appendBytes = persistence.appendBytes;
persistence.appendBytes = function (name, bytes) {
  const path = appendBytes.call(this, name, bytes instanceof Uint8Array ? bytes : new Uint8Array());
  if (bytes instanceof StoredBytes) {
    // A finished object never changes.
    rmSync(path);
    linkSync(bytes.path, path);
  } else if (bytes instanceof SpooledBody) {
    if (bytes.offset === 0) renameSync(bytes.path, path);
    else appendFile(bytes.path, path);
    digests.set(path, bytes.digest);
  } else {
    const digest = digestAt(path);
    digest.update(bytes);
    digests.set(path, digest);
  }
  return path;
};
persistence.readBytes = function (name, size) {
  const path = this.getDiskPath(name);
  const { hashes } = digestAt(path);
  digests.delete(path);
  return new StoredBytes(path, size, hashes);
};

const layer = (emulatorModule('storage/files.js') as { StorageLayer: { prototype: Layer } }).StorageLayer.prototype;
layer.getBytes = function (bucket, object) {
  const metadata = this.getMetadata(bucket, object);
  if (!metadata) return undefined;
  const { size, md5Hash, crc32c } = metadata;
  return new StoredBytes(this._persistence.getDiskPath(this.path(bucket, object)), size, { md5Hash, crc32c });
};

const exported = emulatorModule('storage/metadata.js') as { StoredFileMetadata: Metadata };
exported.StoredFileMetadata = class extends exported.StoredFileMetadata {
  constructor(options: object, cloudFunctions: unknown, bytes?: StoredBytes) {
    super(bytes ? { ...options, size: bytes.byteLength, ...bytes.hashes } : options, cloudFunctions);
  }
};
