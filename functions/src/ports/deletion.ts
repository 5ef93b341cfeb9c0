import type { Uid } from '@maru/model';

/** The accounts that people sign in with. */
export interface Accounts {
  /** Deletes an account; does nothing if it does not exist. */
  remove: (uid: Uid) => Promise<void>;
}

/** Deletes permanently. A deletion that was interrupted continues when called again. */
export interface BulkDelete {
  /** Removes up to `limit` objects below a prefix, held ones included; returns how many. */
  originals: (prefix: string, limit: number) => Promise<number>;
  renditions: (prefix: string, limit: number) => Promise<number>;
  /** Removes all documents below a document, then the document itself. */
  documents: (path: string) => Promise<void>;
}
