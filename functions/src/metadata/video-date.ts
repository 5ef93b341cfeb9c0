import { compact, type CaptureDate } from '@maru/model';
import type { VideoMetadata, VideoTimestamps } from '../ports/videos.ts';
import type { CaptureDates } from './capture-date.ts';
import { instantToCaptureDate, isPast, localDateTime, parseLocalTime, localTimeToCaptureDate } from './local-time.ts';
import { isCapture } from './scan-detection.ts';
import { isPlausible, parse, toCaptureDate, type Timestamp } from './timestamp.ts';

/**
 * When a video or audio file was captured: by the camcorder's own clock in the stream, else by its container, whose date is that of the digitization if the
 * video is a digitized tape.
 */
export function datesOfVideo(
  timestamps: VideoTimestamps,
  metadata: VideoMetadata,
  now: number,
  timeZone: string,
): CaptureDates {
  const recorded = plausible(timestamps.recorded, now);
  const at = containerDate(timestamps, now, timeZone);
  const digitizedAt = at && isCapture(metadata) ? at : undefined;
  if (recorded) return compact({ takenAt: toCaptureDate(recorded), digitizedAt });
  return compact({ takenAt: digitizedAt ? undefined : at, digitizedAt });
}

const plausible = (text: string | undefined, now: number): Timestamp | undefined => {
  const at = parse('container', text);
  return at && isPlausible(at, now, undefined) ? at : undefined;
};

const isExact = ({ precision, offset }: Timestamp): boolean => precision === 'second' && offset !== undefined;
const isOfDay = ({ precision }: Timestamp): boolean => precision === 'second' || precision === 'day';

/** A date of its own offset, of an AVI's local time, or in UTC, shown in the library's time zone; at last the date of a tag, of a day at least. */
function containerDate(
  { created, apple, local, tagged }: VideoTimestamps,
  now: number,
  timeZone: string,
): CaptureDate | undefined {
  const ofZone = (at: Timestamp, text: string | undefined): CaptureDate =>
    text?.endsWith('Z') && at.precision === 'second'
      ? instantToCaptureDate(at.localMs, 'container', timeZone)
      : toCaptureDate(at);
  const stated = [apple, tagged].flatMap((text) => {
    const at = plausible(text, now);
    return at ? { at, text } : [];
  });
  const exact = stated.find(({ at }) => isExact(at));
  if (exact) return ofZone(exact.at, exact.text);
  const ofAvi = plausible(local, now);
  if (ofAvi) return toCaptureDate(ofAvi);
  const utc = instantOf(created, now);
  if (utc !== undefined) return instantToCaptureDate(utc, 'container', timeZone);
  const rest = stated.find(({ at }) => isOfDay(at));
  return rest && toCaptureDate(rest.at);
}

/** The epochs of QuickTime, Unix and Matroska, which are written where the date is unknown. */
const isUnknown = (utc: number): boolean =>
  [1904, 1970].includes(new Date(utc).getUTCFullYear()) || utc === Date.UTC(2001);

function instantOf(created: string | undefined, now: number): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)/
    .exec(created ?? '')
    ?.slice(1)
    .map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts ?? [];
  const parsed = localDateTime([year, month, day], [hour, minute, second]);
  if (parsed?.precision !== 'second' || isUnknown(parsed.localMs) || !isPast(parsed.localMs, now)) return undefined;
  return parsed.localMs;
}

/** The date in the tags of a sound, which is that of its release as often as of its recording: a year alone is approximate, and a time of day is not used. */
export function dateOfTag(text: string | undefined, now: number): CaptureDate | undefined {
  const date = parseLocalTime(text?.slice(0, 10) ?? '');
  if (!date || !isPlausible({ ...date, source: 'container' }, now, undefined)) return undefined;
  return localTimeToCaptureDate(
    { ...date, precision: date.precision === 'year' ? 'about' : date.precision },
    'container',
  );
}
