import type { AlbumId, CircleId, InviteId, LibraryId, SubmissionId } from '@maru/model';

/** Temporary folders. */
export interface TempFolders {
  /** Runs `task` with a new folder, which is removed afterwards even if the task fails. */
  withFolder: <T>(task: (folder: string) => Promise<T>) => Promise<T>;
}

/** Time, injected for determinism in tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Calls `callback` every `ms` until the returned function is called. */
  every: (ms: number, callback: () => void) => () => void;
}

/** Random ids and hashes, injected for determinism in tests. */
export interface Ids {
  library: () => LibraryId;
  album: () => AlbumId;
  circle: () => CircleId;
  submission: () => SubmissionId;
  /** Any other random id: 20 characters of a-z2-7. */
  random: () => string;
  /** The secret of an invite link: 160 random bits in base32. */
  secret: () => string;
  /** A random UUID (version 4): a download token, or the holder of a lease. */
  token: () => string;
  /** SHA-256 of a text, as 64 hexadecimal digits. */
  fingerprint: (text: string) => InviteId;
}

/** Structured log for the operator; never contains names or addresses. */
export type Log = (event: string, details: Readonly<Record<string, string | number | boolean>>) => void;
