/** Where it stood: bytes sent at a time in ms. */
interface Mark {
  readonly at: number;
  readonly sent: number;
}

/** What is remembered for a guess, ms: long enough for a slow phone's steps, short enough to notice a change of network. */
const MEMORY_MS = 30_000;
/** Before that much is known nobody should guess, ms. */
const AT_LEAST_MS = 4000;

/** The marks with one more, without those that are too old. What went back (files put away) begins anew. */
export function addSample(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const last = marks.at(-1);
  if (last && mark.sent < last.sent) return [mark];
  return [...marks.filter(({ at }) => mark.at - at <= MEMORY_MS), mark];
}

/** The seconds until `bytes` are sent at the marks' pace, or undefined where it is too early or nothing moves. */
export function secondsLeft(marks: readonly Mark[], bytes: number): number | undefined {
  const [first] = marks;
  const last = marks.at(-1);
  if (!first || !last || last.at - first.at < AT_LEAST_MS || last.sent <= first.sent) return undefined;
  return ((bytes - last.sent) * (last.at - first.at)) / (last.sent - first.sent) / 1000;
}
