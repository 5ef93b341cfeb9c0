/** Returns whether a value is a perceptual hash: 64 bits that describe how an image looks, as 16 hexadecimal digits. */
export const isPhash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);

/**
 * Maximum distance of near-duplicates in bits: the same photo resized or recompressed (Storage saver), or photos of one burst. Measured:
 * copies differ in at most 6 bits, different photos in at least 24 (decision 17).
 */
export const NEAR_DUPLICATE_BITS = 8;

const popCount = (n: number): number => {
  let bits = 0;
  for (let rest = n; rest > 0; rest &= rest - 1) bits += 1;
  return bits;
};

/** Returns in how many of 64 bits two perceptual hashes differ: 0 for identical images, about 32 for unrelated ones. */
export function phashDistance(a: string, b: string): number {
  let bits = 0;
  for (let at = 0; at < 16; at += 4)
    bits += popCount(Number.parseInt(a.slice(at, at + 4), 16) ^ Number.parseInt(b.slice(at, at + 4), 16));
  return bits;
}

/** Returns whether two photos look the same apart from size and compression. */
export const isNearDuplicate = (a: string, b: string): boolean => phashDistance(a, b) <= NEAR_DUPLICATE_BITS;
