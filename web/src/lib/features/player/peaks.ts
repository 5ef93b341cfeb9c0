import { PEAKS } from '@maru/model/media/peaks';

/** Returns `count` bars of a waveform, each the largest of its peaks (0 to 1); as many as the peaks if there are fewer, none without. */
export function barsOf(peaks: readonly number[], count: number): readonly number[] {
  if (peaks.length <= count) return peaks;
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * peaks.length) / count);
    const to = Math.floor(((i + 1) * peaks.length) / count);
    return peaks.slice(from, to).reduce((a, b) => Math.max(a, b), 0);
  });
}

/** Fetches the peaks of a sound, each 0 to 1; undefined without a network, or if it has none. */
export async function fetchPeaks(url: string, signal: AbortSignal): Promise<readonly number[] | undefined> {
  try {
    const response = await fetch(url, { signal });
    const bytes = response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    return bytes?.length === PEAKS ? Array.from(bytes, (peak) => peak / 255) : undefined;
  } catch {
    return undefined;
  }
}
