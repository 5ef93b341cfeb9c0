import { NEAR_DUPLICATE_BITS, phashDistance, type PhashBits } from './perceptual-hash.ts';

/**
 * A hash has four bands of 16 bits. Of two hashes that differ in at most 7 bits, one band differs in at most one, so that a search looks at
 * 17 values of each band and not at every hash (multi-index hashing: Norouzi, Punjani, Fleet, 2012).
 */
const BANDS = 4;
const BAND_VALUES = 1 << 16;
const PROBES = [0, ...Array.from({ length: 16 }, (_, bit) => 1 << bit)] as const;

/** The value of a band of a hash, different for each band. */
function bucketOf([high, low]: PhashBits, band: number): number {
  const half = band < 2 ? high : low;
  return band * BAND_VALUES + (band % 2 === 0 ? half >>> 16 : half & 0xffff);
}

/** Perceptual hashes, numbered from 0, among which near-duplicates are found. */
export class PhashIndex {
  /** The comparisons of two hashes so far. */
  comparisons = 0;
  readonly #hashes: PhashBits[] = [];
  /** Lists of numbers by bucket: the last one that was added (0 means no number, so they count from 1), and before each the one before it. */
  readonly #last = new Int32Array(BANDS * BAND_VALUES);
  readonly #before: number[] = [];

  /** Adds a hash and returns its number. */
  add(hash: PhashBits): number {
    const number = this.#hashes.push(hash) - 1;
    for (let band = 0; band < BANDS; band += 1) {
      const bucket = bucketOf(hash, band);
      this.#before.push(this.#last[bucket] ?? 0);
      this.#last[bucket] = number + 1;
    }
    return number;
  }

  /** The number of the nearest hash that differs in at most `NEAR_DUPLICATE_BITS` and is accepted; the first of several. */
  nearest(hash: PhashBits, accept: (number: number) => boolean): number | undefined {
    let found: number | undefined;
    let distance = NEAR_DUPLICATE_BITS + 1;
    for (let band = 0; band < BANDS; band += 1) {
      const bucket = bucketOf(hash, band);
      for (const probe of PROBES)
        for (let at = this.#last[bucket ^ probe] ?? 0; at > 0; at = this.#before[(at - 1) * BANDS + band] ?? 0) {
          const one = this.distance(at - 1, hash);
          const isNearer = one < distance || (one === distance && found !== undefined && at - 1 < found);
          if (isNearer && accept(at - 1)) [found, distance] = [at - 1, one];
        }
    }
    return found;
  }

  /** The distance of a hash from the one with this number, in bits. */
  distance(number: number, hash: PhashBits): number {
    this.comparisons += 1;
    const of = this.#hashes[number];
    return of ? phashDistance(of, hash) : Infinity;
  }
}
