/** The bytes sent at a time in ms. */
export interface UploadSample {
  readonly at: number;
  readonly sent: number;
}

/** The sampled period in ms: long enough for slow phones, short enough to notice a change of network. */
const PERIOD_MS = 30_000;
/** The shortest period for an estimate, in ms. */
const MIN_PERIOD_MS = 4000;
/** The shortest time between two samples, in ms: an import may skip thousands of files in a second. */
const INTERVAL_MS = 250;

/** Adds a sample and drops old ones. Starts over if fewer bytes are sent than before, because files were dismissed. */
export function addSample(samples: readonly UploadSample[], sample: UploadSample): readonly UploadSample[] {
  const last = samples.at(-1);
  if (last && sample.sent < last.sent) return [sample];
  if (last && sample.at - last.at < INTERVAL_MS) return samples;
  return [...samples.filter(({ at }) => sample.at - at <= PERIOD_MS), sample];
}

/** The bytes sent in a second; undefined if it is too early or nothing was sent. */
export function bytesPerSecond(samples: readonly UploadSample[]): number | undefined {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < MIN_PERIOD_MS || last.sent <= first.sent) return undefined;
  return ((last.sent - first.sent) / (last.at - first.at)) * 1000;
}

/** The seconds until `bytes` are sent; undefined if it is too early or nothing was sent. */
export function secondsLeft(samples: readonly UploadSample[], bytes: number): number | undefined {
  const rate = bytesPerSecond(samples);
  return rate === undefined ? undefined : (bytes - (samples.at(-1)?.sent ?? 0)) / rate;
}
