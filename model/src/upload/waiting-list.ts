import type { QueuedUpload } from './ports.ts';

/** Uploads that wait for their turn: small files first, of equal sizes in order. Sorted when one is taken, so that 50,000 are added at once. */
export class WaitingList {
  /** Largest first, so that the next one is at the end. */
  #all: { readonly id: string; readonly size: number; readonly order: number }[] = [];
  #isSorted = true;
  #count = 0;

  add({ id, size }: Pick<QueuedUpload, 'id' | 'size'>): void {
    this.#all.push({ id, size, order: (this.#count += 1) });
    this.#isSorted = false;
  }

  /** Removes and returns the next one; undefined if there is none. */
  take(): string | undefined {
    if (!this.#isSorted) this.#all.sort((a, b) => b.size - a.size || b.order - a.order);
    this.#isSorted = true;
    return this.#all.pop()?.id;
  }

  delete(id: string): void {
    this.#all = this.#all.filter((one) => one.id !== id);
  }

  clear(): void {
    this.#all = [];
  }
}
