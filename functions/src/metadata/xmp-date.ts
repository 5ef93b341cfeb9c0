import { isFromFolder, type CaptureDate, type Metadata } from '@maru/model';
import { isBeforeDigitization } from './capture-date.ts';
import { isPlausible, parse, toCaptureDate } from './timestamp.ts';

/** Characters of `local` that a precision knows. */
const KNOWN_LENGTH: Readonly<Record<CaptureDate['precision'], number>> = {
  second: 19,
  day: 10,
  month: 7,
  year: 4,
  about: 4,
};

/**
 * Returns the capture date from the file's own dates and the one that a sidecar writes out, as XMP does. The file's own date stays if it is the same, or the
 * same and more exact; else a person has corrected it. The date of a digitization says nothing about a scan or a tape.
 */
export function mergeXmpDate(
  { takenAt, digitizedAt }: Pick<Metadata, 'takenAt' | 'digitizedAt'>,
  text: string,
  now: number,
): CaptureDate | undefined {
  const timestamp = parse('xmp', text);
  if (!timestamp || !isPlausible(timestamp, now, undefined)) return takenAt;
  const written = toCaptureDate(timestamp);
  if (!isBeforeDigitization(written, digitizedAt)) return takenAt;
  if (!takenAt || isFromFolder(takenAt)) return written;
  const length = KNOWN_LENGTH[written.precision];
  const isSame = takenAt.local.slice(0, length) === written.local.slice(0, length);
  if (!isSame || KNOWN_LENGTH[takenAt.precision] < length) return written;
  const { isUncertain: _, ...confirmed } = takenAt;
  return confirmed.offset === undefined && written.offset !== undefined
    ? { ...written, source: confirmed.source }
    : confirmed;
}
