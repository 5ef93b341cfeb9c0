/** What tells two states of a file apart, such as its size and time of change; undefined if it is gone. */
export type KeyOf<F> = (file: F) => Promise<string | undefined>;

interface Seen {
  readonly key: string;
  /** When it was first seen so, ms since 1970. */
  readonly since: number;
  /** Whether it was returned. */
  readonly isTaken: boolean;
}

/** Finds, from one listing of a folder to the next, the new files that no longer change. */
export class SettledFiles<F extends { readonly path: string }> {
  readonly #keyOf: KeyOf<F>;
  readonly #settleMs: number;
  readonly #now: () => number;
  #seen = new Map<string, Seen>();

  constructor(keyOf: KeyOf<F>, settleMs: number, now: () => number = Date.now) {
    this.#keyOf = keyOf;
    this.#settleMs = settleMs;
    this.#now = now;
  }

  /**
   * Returns the files that have been as they are now for `settleMs`, each state of a file once, and whether others are not settled yet. Forgets files that are
   * not listed any more.
   */
  async next(files: readonly F[]): Promise<{ readonly settled: F[]; readonly isUnsettled: boolean }> {
    const seen = new Map<string, Seen>();
    const settled: F[] = [];
    let isUnsettled = false;
    for (const file of files) {
      const key = await this.#keyOf(file);
      if (key === undefined) continue;
      const now = this.#now();
      const before = this.#seen.get(file.path);
      const { since, isTaken } = before?.key === key ? before : { since: now, isTaken: false };
      const isSettled = now - since >= this.#settleMs;
      if (!isTaken && isSettled) settled.push(file);
      isUnsettled ||= !isSettled;
      seen.set(file.path, { key, since, isTaken: isTaken || isSettled });
    }
    this.#seen = seen;
    return { settled, isUnsettled };
  }

  /** Forgets a file: when it has settled once more, `next` returns it again. */
  forget({ path }: F): void {
    this.#seen.delete(path);
  }
}
