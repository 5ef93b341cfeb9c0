import { compact, type CaptureDate } from '@maru/model';
import type { VideoTimestamps, VideoMetadata } from '../ports/videos.ts';
import type { ImageTimestamps, ImageMetadata } from '../ports/images.ts';
import { isCapture, isScan } from './scan-detection.ts';
import {
  DAY_MS,
  isPast,
  parseOffset,
  localDateTime,
  instantToStored,
  toStored,
  parseLocalTime,
  offsetBetween,
  type LocalTime,
} from './local-time.ts';

/** When an item was captured, and when it was digitized. */
export interface CaptureDates {
  readonly takenAt?: CaptureDate;
  readonly digitizedAt?: CaptureDate;
}

/** A timestamp with its source and UTC offset (minutes). */
interface Timestamp extends LocalTime {
  readonly source: CaptureDate['source'];
  readonly offset?: number;
}

/** Epochs of clocks that were never set: QuickTime, Unix (also west of Greenwich), DOS. */
const EPOCHS = ['1904-01-01', '1969-12-31', '1970-01-01', '1980-01-01'].map((day) => Date.parse(day));

const isEpoch = (localMs: number): boolean => EPOCHS.includes(Math.floor(localMs / DAY_MS) * DAY_MS);

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

function parse(source: CaptureDate['source'], text: string | undefined, offsetText?: string): Timestamp | undefined {
  const local = text === undefined ? undefined : parseLocalTime(text);
  if (local === undefined || text === undefined) return undefined;
  return {
    ...local,
    source,
    ...compact({ offset: parseOffset(offsetText ?? /(?:Z|[+-]\d\d:?\d\d)$/.exec(text)?.[0] ?? '') }),
  };
}

/** IPTC's date, with its time if present. */
function iptcTimestamp({ iptcDate, iptcTime }: ImageTimestamps): Timestamp | undefined {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(iptcDate ?? '');
  if (!day) return undefined;
  const time = /^(\d\d)(\d\d)(\d\d)([+-]\d{4})?$/.exec(iptcTime ?? '');
  const date = `${day[1] ?? ''}:${day[2] ?? ''}:${day[3] ?? ''}`;
  return parse('xmp', time ? `${date} ${time.slice(1, 4).join(':')}` : date, time?.[4] ?? '');
}

/**
 * Whether a timestamp can come from a clock that was set. Many cameras restart at January 1 after a battery change: that date is rejected
 * if GPS disagrees.
 */
function isPlausible({ localMs }: Timestamp, now: number, gps: number | undefined): boolean {
  const isFirstOfYear = /^\d{4}-01-01/.test(new Date(localMs).toISOString());
  const isFactoryDate = isFirstOfYear && gps !== undefined && Math.abs(localMs - gps) > 2 * DAY_MS;
  return isPast(localMs, now) && !isEpoch(localMs) && !isFactoryDate;
}

const stored = ({ source, ...timestamp }: Timestamp): CaptureDate => toStored(timestamp, source, timestamp.offset);

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
  const [first] = [...origins, ...(isFromCamera ? digitized : [])];
  if (first) {
    // XMP writes the same field on export.
    const later = digitized.find(({ localMs, source }) => source === 'exif' && localMs > first.localMs + DAY_MS);
    return { takenAt: stored(withOffset(first, gps)), ...(later && { digitizedAt: stored(later) }) };
  }
  const [alone] = digitized;
  return {
    ...(gps !== undefined && isPast(gps, now) && { takenAt: instantToStored(gps, 'gps', timeZone) }),
    ...(alone && { digitizedAt: stored(alone) }),
  };
}

function datesOfScan(origins: readonly Timestamp[], digitized: readonly Timestamp[]): CaptureDates {
  const [at] = digitized;
  const byHand = at && origins.find(({ localMs }) => localMs < at.localMs - DAY_MS);
  const scanned = at ?? origins[0];
  return { ...(byHand && { takenAt: stored(byHand) }), ...(scanned && { digitizedAt: stored(scanned) }) };
}

/**
 * When a video or audio file was captured, from its container: Apple's date has an offset; all others are UTC, shown in the library's
 * time zone. The date in a digitized tape is that of the digitization.
 */
export function datesOfVideo(
  timestamps: VideoTimestamps,
  metadata: VideoMetadata,
  now: number,
  timeZone: string,
): CaptureDates {
  const at = containerDate(timestamps, now, timeZone);
  if (!at) return {};
  return isCapture(metadata) ? { digitizedAt: at } : { takenAt: at };
}

function containerDate({ created, apple }: VideoTimestamps, now: number, timeZone: string): CaptureDate | undefined {
  const own = parse('container', apple);
  if (own?.precision === 'second' && own.offset !== undefined && isPlausible(own, now, undefined)) return stored(own);
  const parts = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)/
    .exec(created ?? '')
    ?.slice(1)
    .map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts ?? [];
  const parsed = localDateTime([year, month, day], [hour, minute, second]);
  if (parsed?.precision !== 'second' || [1904, 1970].includes(year) || !isPast(parsed.localMs, now)) return undefined;
  return instantToStored(parsed.localMs, 'container', timeZone);
}

/** The date in the tags of a sound, which is that of its release as often as of its recording: a year alone is approximate, and a time of day is not used. */
export function dateOfTag(text: string | undefined, now: number): CaptureDate | undefined {
  const date = parseLocalTime(text?.slice(0, 10) ?? '');
  if (!date || !isPlausible({ ...date, source: 'container' }, now, undefined)) return undefined;
  return toStored({ ...date, precision: date.precision === 'year' ? 'about' : date.precision }, 'container');
}
