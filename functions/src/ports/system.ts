import type { AlbumId, CircleId, InviteId, LibraryId, SubmissionId } from '@maru/model';

/** A place on this machine for the time of one story, removed afterwards whatever happens. */
export interface Scratch {
  within: <T>(story: (folder: string) => Promise<T>) => Promise<T>;
}

/** The time, and waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Does something every `ms` until the answer is called. */
  every: (ms: number, act: () => void) => () => void;
}

/** Chance and fingerprints. */
export interface Ids {
  library: () => LibraryId;
  album: () => AlbumId;
  circle: () => CircleId;
  offer: () => SubmissionId;
  /** The secret of an invite's link: 160 bits in base32. */
  secret: () => string;
  /** A random UUID (version 4): a download token, or who holds a lease. */
  token: () => string;
  /** SHA-256 of a text, 64 hexadecimal digits. */
  fingerprint: (text: string) => InviteId;
}

/** What happened, for whoever runs the project; never shown to a person, never a name or an address. */
export type Log = (what: string, details: Readonly<Record<string, string | number | boolean>>) => void;
