import type { ObjectDigest } from './object-digest.ts';

/** A finished object in a file, where the Storage emulator expects a Buffer. */
export class StoredBytes {
  readonly path: string;
  readonly byteLength: number;
  readonly hashes: ObjectDigest['hashes'];

  constructor(path: string, byteLength: number, hashes: ObjectDigest['hashes']) {
    this.path = path;
    this.byteLength = byteLength;
    this.hashes = hashes;
  }
}

/** The body of an upload request in a file of its own, where the Storage emulator expects a Buffer. */
export class SpooledBody {
  readonly path: string;
  /** The size of the session's object before this body. */
  readonly offset: number;
  /** The digest of the session's object with this body. */
  readonly digest: ObjectDigest;

  constructor(path: string, offset: number, digest: ObjectDigest) {
    this.path = path;
    this.offset = offset;
    this.digest = digest;
  }

  get byteLength(): number {
    return this.digest.size - this.offset;
  }
}
