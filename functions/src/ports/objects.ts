import type { ByteRange } from '@maru/model';
import type { StillType } from './images.ts';

/** An object's size in bytes, its SHA-256 in hexadecimal and its first `HEAD_BYTES`. */
export interface ObjectDigest {
  readonly size: number;
  readonly sha256: string;
  readonly head: Uint8Array;
}

/** An object's size in bytes and its generation. */
export interface ObjectStat {
  readonly size: number;
  readonly generation: string;
}

/** The originals bucket. */
export interface Originals {
  /** Undefined if the object does not exist. */
  stat: (name: string) => Promise<ObjectStat | undefined>;
  /** The first `HEAD_BYTES` of an object, by a range request; empty if it does not exist. */
  head: (name: string) => Promise<Uint8Array>;
  /** Streams a part of an object: the bytes from `start` to `end`, both included. Rejects reading if it does not exist. */
  read: (name: string, range: { readonly start: number; readonly end: number }) => AsyncIterable<Uint8Array>;
  /** Streams an object into a file. */
  download: (name: string, file: string) => Promise<ObjectDigest>;
  /** Reads an object without saving it. */
  digest: (name: string) => Promise<ObjectDigest>;
  /** Copies an object; does nothing if `to` exists. */
  copy: (from: string, to: string) => Promise<void>;
  /** A URL that saves an object under `fileName`, valid for `ORIGINAL_URL_S`. */
  signedUrl: (name: string, fileName: string) => Promise<string>;
  /**
   * Resets the metadata that the uploader set (type, encoding, download tokens …) and holds the object: it cannot be overwritten. Returns
   * whether this generation is the current one; otherwise nothing is held.
   */
  reset: (name: string, generation: string) => Promise<boolean>;
  /** Removes this generation of an object; does nothing if it does not exist. */
  remove: (name: string, generation: string) => Promise<void>;
}

/** A part of an object: bytes. */
export interface ObjectRange extends ByteRange {
  readonly name: string;
}

/** Serves objects to programs of this process, by ranges. */
export interface SourceServer {
  /** Runs `run` with a URL on loopback of one original with this size, which ends with it. Nothing else can be read there. */
  withUrl: <T>(name: string, size: number, run: (url: string) => Promise<T>) => Promise<T>;
  /** As `withUrl`, for parts of renditions, one after the other, as if they were one object. */
  withRenditions: <T>(parts: readonly ObjectRange[], run: (url: string) => Promise<T>) => Promise<T>;
}

/** How a rendition is served. */
export interface ServingOptions {
  readonly type: StillType | 'video/mp4' | 'audio/mp4' | 'application/vnd.apple.mpegurl' | 'application/octet-stream';
  readonly token: string;
}

/** The renditions bucket. */
export interface Renditions {
  /** Writes an object with its download token; `body` is its bytes or the path of a local file. */
  put: (name: string, body: Uint8Array | string, served: ServingOptions) => Promise<void>;
  /** Streams an object into a file; rejects if it does not exist. */
  download: (name: string, file: string) => Promise<void>;
  /** The same as `read` of `Originals`. */
  read: Originals['read'];
  /** The text of a playlist; undefined if it does not exist. */
  readText: (name: string) => Promise<string | undefined>;
  /** Removes all objects below a prefix. */
  removeAll: (prefix: string) => Promise<void>;
  /** The names of all objects below a prefix. */
  list: (prefix: string) => Promise<string[]>;
  /** Replaces an object's download tokens; does nothing if it does not exist. */
  setTokens: (name: string, tokens: readonly string[]) => Promise<void>;
  /** Rewrites a playlist's text with `change` and replaces its download tokens; does nothing if it does not exist. */
  rewritePlaylist: (name: string, change: (text: string) => string, tokens: readonly string[]) => Promise<void>;
}
