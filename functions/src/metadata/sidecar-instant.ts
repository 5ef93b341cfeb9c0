import { FIRST_YEAR, localMsOf, type CaptureDate, type Metadata } from '@maru/model';
import { instantToCaptureDate, isPast, offsetBetween } from './local-time.ts';

const FIRST_INSTANT = Date.UTC(FIRST_YEAR);

/** iCloud's instants are cut to the minute. */
const TOLERANCE_MS = 60_000;

/** The offset (minutes) at which a date of the file is the instant `utc`; undefined if it is another instant. */
function offsetAt(date: CaptureDate | undefined, utc: number): number | undefined {
  if (date?.precision !== 'second') return undefined;
  return date.utc === undefined || Math.abs(date.utc - utc) < TOLERANCE_MS
    ? offsetBetween(localMsOf(date), utc)
    : undefined;
}

/**
 * Returns the capture date from the file's own dates and a sidecar's instant `utc`, ms since 1970. The file's clock stays if it shows that
 * instant in any time zone; else a person has corrected the date. The instant of a digitization says nothing about a scan or a tape.
 */
export function mergeSidecarInstant(
  { takenAt, digitizedAt }: Pick<Metadata, 'takenAt' | 'digitizedAt'>,
  utc: number | undefined,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): CaptureDate | undefined {
  const isPossible = utc !== undefined && utc >= FIRST_INSTANT && isPast(utc, now);
  if (!isPossible || offsetAt(digitizedAt, utc) !== undefined) return takenAt;
  const offset = offsetAt(takenAt, utc);
  if (!takenAt || offset === undefined) return instantToCaptureDate(utc, 'xmp', timeZone);
  const { isUncertain: _, ...confirmed } = takenAt;
  return { ...confirmed, offset, utc: localMsOf(takenAt) - offset * 60_000 };
}
