/** The local day of a moment: midnight as if the local time were UTC, ms since 1970. */
export const localDay = (now: Date): number => Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
