/** Returns whether a value is a perceptual hash: 64 bits that describe how an image looks, as 16 hexadecimal digits. */
export const isPhash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);

/**
 * Maximum distance of near-duplicates in bits: the same photo resized or recompressed (Storage saver, messengers), or shifted by 1 %. Measured: such copies
 * differ in at most 6 bits, different photos in at least 24 (decisions 17 and 52). Distances are even, because half of the bits are set.
 */
export const NEAR_DUPLICATE_BITS = 7;

/** The two halves of a perceptual hash as 32-bit integers. */
export type PhashBits = readonly [number, number];

/** Returns the bits of a hash that `isPhash` accepts. */
export const phashBits = (hash: string): PhashBits => [
  Number.parseInt(hash.slice(0, 8), 16) | 0,
  Number.parseInt(hash.slice(8), 16) | 0,
];

/** The number of ones of a 32-bit integer: sums of pairs of bits, then of four, then of bytes. */
function popCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Returns in how many of 64 bits two perceptual hashes differ: 0 for identical images, about 32 for unrelated ones. */
export const phashDistance = (a: PhashBits, b: PhashBits): number => popCount(a[0] ^ b[0]) + popCount(a[1] ^ b[1]);
