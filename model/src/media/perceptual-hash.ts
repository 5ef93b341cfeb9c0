/** 16 hexadecimal digits: how a picture looks, in 64 bits, so that near-duplicates find each other. */
export const isPhash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);

/**
 * Up to this many bits apart two photos are near-duplicates: the same picture made smaller or compressed anew (a storage saver's copy),
 * or of one burst. Measured: copies are up to 6 apart, different photos 24 and more; see decision 17.
 */
export const NEAR_DUPLICATE_BITS = 8;

const bitsOf = (n: number): number => {
  let bits = 0;
  for (let left = n; left > 0; left &= left - 1) bits += 1;
  return bits;
};

/** How many of 64 bits two perceptual hashes differ in: 0 is alike, about 32 has nothing in common. */
export function phashDistance(one: string, two: string): number {
  let bits = 0;
  for (let at = 0; at < 16; at += 4)
    bits += bitsOf(Number.parseInt(one.slice(at, at + 4), 16) ^ Number.parseInt(two.slice(at, at + 4), 16));
  return bits;
}

/** Whether two photos look the same but for how they were kept. */
export const isNearDuplicate = (one: string, two: string): boolean => phashDistance(one, two) <= NEAR_DUPLICATE_BITS;
