import type { StillType } from './images.ts';

/** What was seen of an object's bytes as they passed: how many, their SHA-256 in hexadecimal and the first `HEAD_BYTES`. */
export interface ObjectDigest {
  readonly size: number;
  readonly sha256: string;
  readonly head: Uint8Array;
}

/** The originals bucket. */
export interface Originals {
  /** Bytes and the object's generation, or undefined where there is none. */
  stat: (name: string) => Promise<{ readonly size: number; readonly generation: string } | undefined>;
  /** The first `HEAD_BYTES` of an object, by a range; none where there is no object. */
  head: (name: string) => Promise<Uint8Array>;
  /** Streams an object into a file. */
  download: (name: string, file: string) => Promise<ObjectDigest>;
  /** The same without a file. */
  digest: (name: string) => Promise<ObjectDigest>;
  /** Copies an object to a name where there is none; where there is one already, that one stays. */
  copy: (from: string, to: string) => Promise<void>;
  /** A URL that saves an object under this file name, for `ORIGINAL_URL_S`. */
  signedUrl: (name: string, fileName: string) => Promise<string>;
  /** Resets everything that the uploader said of an object (type, encoding, download tokens …) and holds it: nothing takes its place. */
  reset: (name: string) => Promise<void>;
  /** Removes this generation of an object; one that is gone is fine. */
  remove: (name: string, generation: string) => Promise<void>;
}

/** How a rendition is served. */
export interface ServingOptions {
  readonly type: StillType | 'video/mp4' | 'audio/mp4' | 'application/vnd.apple.mpegurl';
  readonly token: string;
}

/** The renditions bucket. */
export interface Renditions {
  /** Writes an object under its download token; a file is named by its path on this machine. */
  put: (name: string, body: Uint8Array | string, served: ServingOptions) => Promise<void>;
  /** Removes every object whose name begins so; there may be none. */
  removeAll: (prefix: string) => Promise<void>;
  /** The names of all objects that begin so. */
  list: (prefix: string) => Promise<string[]>;
  /** Lets an object be read by these download tokens and by no others, least of all by the one that is `lost`; an object that is gone is fine. */
  setTokens: (name: string, tokens: readonly string[], lost?: string) => Promise<void>;
  /** Writes a playlist anew, as it is but for what `change` does to its text, under these download tokens; one that is gone is fine. */
  rewritePlaylist: (name: string, change: (text: string) => string, tokens: readonly string[]) => Promise<void>;
}
