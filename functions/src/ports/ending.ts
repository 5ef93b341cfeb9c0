import type { Uid } from '@maru/model';

/** The accounts that people sign in with. */
export interface Accounts {
  /** Deletes an account; one that is gone is fine. */
  remove: (uid: Uid) => Promise<void>;
}

/** Takes away for good. What was begun and not ended is gone on with by asking again. */
export interface BulkDelete {
  /** Removes up to `atMost` objects whose names begin so, held ones too; gives how many there were. */
  originals: (prefix: string, atMost: number) => Promise<number>;
  renditions: (prefix: string, atMost: number) => Promise<number>;
  /** Removes all documents below one, and then itself. */
  documents: (path: string) => Promise<void>;
}
