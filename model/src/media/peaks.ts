/** Peaks of a sound's waveform, whatever its length, each 0 to 255: one for a pixel or two of a seek bar. */
export const PEAKS = 800;
/** Peaks of its overview, one hexadecimal digit each: enough for a tile, and as large as the thumbhash of a photo. */
export const OVERVIEW_PEAKS = 48;
/** Quieter than this (-60 dB), a sound is silent, not scaled up. */
const SILENCE = 0.001;

/** The mean of the values that fall into each of `count` equal parts; of fewer values, the nearest one. */
function means(values: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * values.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * values.length) / count));
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += values[at] ?? 0;
    return sum / (to - from);
  });
}

/** Scales so that the largest value becomes `max`. */
function scaled(values: readonly number[], max: number, least: number): number[] {
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  return values.map((value) => (largest < least ? 0 : Math.round((value / largest) * max)));
}

/**
 * Returns `PEAKS` peaks of a waveform from amplitudes (0 to 1) of windows in order, at least one; the loudest is 255. The mean of many short windows shows more
 * than their maximum, which is the same everywhere in loud music.
 */
export const peaksOf = (amplitudes: readonly number[]): Uint8Array =>
  Uint8Array.from(scaled(means(amplitudes, PEAKS), 255, SILENCE));

/** Returns the overview of peaks. */
export const overviewOf = (peaks: Uint8Array): string =>
  scaled(means(peaks, OVERVIEW_PEAKS), 15, 1)
    .map((peak) => peak.toString(16))
    .join('');

/** Returns the peaks of an overview, each 0 to 1. */
export const overviewPeaks = (overview: string): number[] =>
  Array.from(overview, (digit) => Number.parseInt(digit, 16) / 15);

/** Returns whether a value is an overview. */
export const isOverview = (value: unknown): value is string =>
  typeof value === 'string' && value.length === OVERVIEW_PEAKS && /^[0-9a-f]+$/.test(value);
