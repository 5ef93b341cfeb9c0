import { localMsOf, type CaptureDate } from '@maru/model';
import type { ImageTimestamps, ImageMetadata } from '../ports/images.ts';
import { DAY_MS, instantToCaptureDate, isPast, offsetBetween, parseLocalTime } from './local-time.ts';
import { isScan } from './scan-detection.ts';
import { isPlausible, parse, toCaptureDate, type Timestamp } from './timestamp.ts';

/** When an item was captured, and when it was digitized. */
export interface CaptureDates {
  readonly takenAt?: CaptureDate;
  readonly digitizedAt?: CaptureDate;
  /** When a camera wrote a photo that has no other date, or a program changed it: worse than the date of a name. */
  readonly changedAt?: CaptureDate;
}

/** Whether a date from a name, a sidecar or a proposal is more than a day earlier than the digitization, if there was one. */
export const isBeforeDigitization = (
  date: CaptureDate | undefined,
  digitizedAt: CaptureDate | undefined,
): date is CaptureDate => date !== undefined && (!digitizedAt || localMsOf(date) < localMsOf(digitizedAt) - DAY_MS);

/** The GPS time (ms, UTC), or undefined. */
function gpsTimeOf({ gpsDate, gpsTime, xmpGps }: ImageTimestamps): number | undefined {
  const day = gpsDate === undefined ? undefined : parseLocalTime(gpsDate);
  const [hour, minute, second] = gpsTime ?? [];
  if (day?.precision === 'day' && hour !== undefined && minute !== undefined && second !== undefined) {
    const ms = ((hour * 60 + minute) * 60 + Math.floor(second)) * 1000;
    return ms >= 0 && ms < DAY_MS ? day.localMs + ms : undefined;
  }
  const fromXmp = xmpGps === undefined ? undefined : parseLocalTime(xmpGps);
  return fromXmp?.precision === 'second' ? fromXmp.localMs : undefined;
}

/** IPTC's date, with its time if present. */
function iptcTimestamp({ iptcDate, iptcTime }: ImageTimestamps): Timestamp | undefined {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(iptcDate ?? '');
  if (!day) return undefined;
  const time = /^(\d\d)(\d\d)(\d\d)([+-]\d{4})?$/.exec(iptcTime ?? '');
  const date = `${day[1] ?? ''}:${day[2] ?? ''}:${day[3] ?? ''}`;
  return parse('xmp', time ? `${date} ${time.slice(1, 4).join(':')}` : date, time?.[4] ?? '');
}

/** Adds the UTC offset derived from GPS if the timestamp has none. */
const withOffset = (timestamp: Timestamp, gps: number | undefined): Timestamp => {
  const offset = timestamp.offset ?? (gps === undefined ? undefined : offsetBetween(timestamp.localMs, gps));
  return { ...timestamp, ...(offset !== undefined && { offset }) };
};

/**
 * When a photo was captured and digitized, in the order of decision 14: EXIF, XMP, IPTC, GPS. The timestamps of a scan are those of the
 * digitization; one more than a day earlier was entered by a person.
 */
export function datesOfImage(metadata: ImageMetadata, now: number, timeZone: string): CaptureDates {
  const { timestamps } = metadata;
  const gps = gpsTimeOf(timestamps);
  const plausible = (one: Timestamp | undefined): one is Timestamp => one !== undefined && isPlausible(one, now, gps);
  const origins = [
    parse('exif', timestamps.original, timestamps.offset ?? ''),
    parse('xmp', timestamps.xmpOriginal),
    parse('xmp', timestamps.xmpCreated),
    iptcTimestamp(timestamps),
  ].filter(plausible);
  const digitized = [
    parse('exif', timestamps.digitized, timestamps.digitizedOffset ?? ''),
    parse('xmp', timestamps.xmpDigitized),
  ].filter(plausible);
  if (isScan(metadata)) return datesOfScan(origins, digitized);
  const isFromCamera = metadata.hasExposure === true || metadata.model !== undefined;
  const changed = parse('exif', timestamps.modified, timestamps.modifiedOffset ?? '');
  const [change] = [isFromCamera ? changed : undefined].filter(plausible);
  const isOfGps = change && gps !== undefined && offsetBetween(change.localMs, gps) !== undefined;
  const [first] = [...origins, ...(isFromCamera ? digitized : []), ...(isOfGps ? [change] : [])];
  if (first) {
    // XMP writes the same field on export.
    const later = digitized.find(({ localMs, source }) => source === 'exif' && localMs > first.localMs + DAY_MS);
    return { takenAt: toCaptureDate(withOffset(first, gps)), ...(later && { digitizedAt: toCaptureDate(later) }) };
  }
  const [alone] = digitized;
  return {
    ...(gps !== undefined && isPast(gps, now) && { takenAt: instantToCaptureDate(gps, 'gps', timeZone) }),
    ...(alone && { digitizedAt: toCaptureDate(alone) }),
    ...(change && { changedAt: { ...toCaptureDate(change), isUncertain: true } }),
  };
}

function datesOfScan(origins: readonly Timestamp[], digitized: readonly Timestamp[]): CaptureDates {
  const [at] = digitized;
  const byHand = at && origins.find(({ localMs }) => localMs < at.localMs - DAY_MS);
  const scanned = at ?? origins[0];
  return { ...(byHand && { takenAt: toCaptureDate(byHand) }), ...(scanned && { digitizedAt: toCaptureDate(scanned) }) };
}
