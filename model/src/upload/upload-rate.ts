/** The bytes sent at a time in ms. */
interface Sample {
  readonly at: number;
  readonly sent: number;
}

/** The sampled period in ms: long enough for slow phones, short enough to notice a change of network. */
const PERIOD_MS = 30_000;
/** The shortest period for an estimate, in ms. */
const MIN_PERIOD_MS = 4000;

/** Adds a sample and drops old ones. Starts over if fewer bytes are sent than before, because files were dismissed. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.sent < last.sent) return [sample];
  return [...samples.filter(({ at }) => sample.at - at <= PERIOD_MS), sample];
}

/** The seconds until `bytes` are sent; undefined if it is too early or nothing was sent. */
export function secondsLeft(samples: readonly Sample[], bytes: number): number | undefined {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < MIN_PERIOD_MS || last.sent <= first.sent) return undefined;
  return ((bytes - last.sent) * (last.at - first.at)) / (last.sent - first.sent) / 1000;
}
