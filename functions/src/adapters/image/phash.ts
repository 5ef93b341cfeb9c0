const KEPT = 8;

/** The eight slowest waves of a discrete cosine transform (DCT-II) but the constant one. */
const wavesOver = (samples: number): Float64Array[] =>
  Array.from({ length: KEPT }, (_, k) =>
    Float64Array.from({ length: samples }, (__, n) => Math.cos(((2 * n + 1) * (k + 1) * Math.PI) / (2 * samples))),
  );

/**
 * The perceptual hash of a small grey picture, of rows of `width`: 64 bits as 16 hexadecimal digits, each whether a slow wave is in it by
 * more than the median. It hardly changes when a picture is made smaller, compressed or lightened. As in C. Zauner,
 * "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1, with the waves of the pHash library.
 */
export function phashOf(grey: Uint8Array, width: number): string {
  const height = grey.length / width;
  const [across, down] = [wavesOver(width), wavesOver(height)];
  const rows = across.map((wave) =>
    Float64Array.from({ length: height }, (_, y) =>
      wave.reduce((sum, factor, x) => sum + factor * (grey[y * width + x] ?? 0), 0),
    ),
  );
  const strengths = down.flatMap((wave) =>
    rows.map((row) => wave.reduce((sum, factor, y) => sum + factor * (row[y] ?? 0), 0)),
  );
  const sorted = strengths.toSorted((a, b) => a - b);
  const median = ((sorted[31] ?? 0) + (sorted[32] ?? 0)) / 2;
  const bits = strengths.reduce((all, strength) => (all << 1n) | (strength > median ? 1n : 0n), 0n);
  return bits.toString(16).padStart(16, '0');
}
