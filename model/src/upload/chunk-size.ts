/** The service accepts chunks in multiples of this, in bytes; only the last one may differ. */
export const CHUNK_UNIT = 256 * 1024;
/** The largest chunk, in bytes: of each file as much may have to be sent again. */
export const MAX_CHUNK = 16 * 1024 * 1024;
const FIRST_CHUNK = 1024 * 1024;
/** How long a chunk should take, in ms: long enough that its request costs little, short enough for progress on a slow line. */
const TARGET_MS = 2_000;

/** The size of the next chunk, by how long earlier ones took. */
export class ChunkSize {
  #bytes = FIRST_CHUNK;

  get bytes(): number {
    return this.#bytes;
  }

  /** A chunk of `bytes` arrived after `ms`. The size grows at most fourfold. */
  arrived(bytes: number, ms: number): void {
    const ideal = Math.min((bytes * TARGET_MS) / Math.max(1, ms), this.#bytes * 4, MAX_CHUNK);
    // The short last chunk of a file says little about a larger one.
    if (bytes < this.#bytes && ideal < this.#bytes) return;
    this.#bytes = Math.max(CHUNK_UNIT, Math.floor(ideal / CHUNK_UNIT) * CHUNK_UNIT);
  }

  /** A chunk did not arrive. */
  lost(): void {
    this.#bytes = Math.max(CHUNK_UNIT, Math.floor(this.#bytes / 4 / CHUNK_UNIT) * CHUNK_UNIT);
  }
}
