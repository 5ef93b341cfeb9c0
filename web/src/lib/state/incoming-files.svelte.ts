import type { Incoming, IncomingStore } from '../device/incoming/incoming-store.ts';

/** The files that other apps handed over to this device and that are in no album yet. */
export class IncomingFiles {
  #all = $state.raw<readonly Incoming[]>();
  /** Those that this window adds or has given up: nobody is asked for them again. */
  #taken: readonly string[] = [];
  readonly #store: IncomingStore;

  constructor(store: IncomingStore) {
    this.#store = store;
  }

  /** What waits for an album, the latest first; undefined until `load` has read it. */
  get waiting(): readonly Incoming[] | undefined {
    return this.#all;
  }

  /** How many files wait in all. */
  get count(): number {
    return (this.#all ?? []).reduce((sum, { files }) => sum + files.length, 0);
  }

  /** Reads what waits; never rejects. */
  async load(): Promise<void> {
    this.#show(await this.#store.list());
  }

  /** Stops asking for files, and deletes them from this device when `kept` resolves: the uploads have them then. */
  async take({ id }: Incoming, kept: Promise<void>): Promise<void> {
    this.#taken = [...this.#taken, id];
    this.#show(this.#all ?? []);
    await kept;
    await this.#store.remove(id);
  }

  /** Gives files up; the returned function brings them back. */
  async discard(incoming: Incoming): Promise<() => Promise<void>> {
    await this.take(incoming, Promise.resolve());
    return async () => {
      const problem = await this.#store.keep(incoming);
      if (problem) throw new Error(`the files could not be kept again: ${problem}`);
      this.#taken = this.#taken.filter((id) => id !== incoming.id);
      await this.load();
    };
  }

  #show(all: readonly Incoming[]): void {
    this.#all = all.filter(({ id }) => !this.#taken.includes(id));
  }
}
