import { FIRST_YEAR, formatLocalTime, type CaptureDate } from '@maru/model';

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** UTC offsets are multiples of 15 minutes, at most 14 hours. */
const STEP_MIN = 15;
const MAX_OFFSET_MIN = 14 * 60;
/** Tolerance when deriving an offset from camera time and GPS time. */
const TOLERANCE_MS = 2 * MINUTE_MS;

/** A local date and time in milliseconds as if it were UTC, with the precision of its source. */
export interface LocalTime {
  readonly localMs: number;
  readonly precision: CaptureDate['precision'];
}

/** Expands a two-digit year to the latest one that is not in the future. */
export const expandYear = (short: number, thisYear: number): number =>
  2000 + short <= thisYear ? 2000 + short : 1900 + short;

/** A calendar date as local time, or undefined if it does not exist; month and day are 0 if unknown. */
export function localDate(year: number, month = 0, day = 0): LocalTime | undefined {
  if (year < FIRST_YEAR || year > 9999) return undefined;
  const [m, d] = [Math.max(1, month), month === 0 ? 1 : Math.max(1, day)];
  const localMs = Date.UTC(year, m - 1, d);
  const at = new Date(localMs);
  if (at.getUTCMonth() !== m - 1 || at.getUTCDate() !== d) return undefined;
  return { localMs, precision: month === 0 ? 'year' : day === 0 ? 'month' : 'day' };
}

/** A date with a time of day, or undefined if it does not exist. */
export function localDateTime(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
): LocalTime | undefined {
  const whole = localDate(year, month, day);
  if (whole === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  if (whole.precision !== 'day') return whole;
  return { localMs: whole.localMs + ((hour * 60 + minute) * 60 + second) * 1000, precision: 'second' };
}

/**
 * Parses EXIF's `YYYY:MM:DD HH:MM:SS`, where unknown parts are zeros or blanks, or the ISO 8601 of XMP and IPTC, which may be truncated.
 * Undefined if it is not a date.
 */
export function parseLocalTime(text: string): LocalTime | undefined {
  const parts =
    /^(\d{4})(?:[:\-/. ](\d\d| {2})(?:[:\-/. ](\d\d| {2})(?:[ T](\d\d| {2}):(\d\d| {2})(?::(\d\d| {2}))?)?)?)?(?!\d)/.exec(
      text.trim(),
    );
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (parts[4] === undefined) return localDate(year, month, day);
  return localDateTime([year, month, day], [hour, minute, second]);
}

const isValidOffset = (minutes: number): boolean => minutes % STEP_MIN === 0 && Math.abs(minutes) <= MAX_OFFSET_MIN;

/** Parses `+09:00`, `-0500` or `Z` to minutes east of UTC; undefined for an offset that no zone has. */
export function parseOffset(text: string): number | undefined {
  if (text.trim() === 'Z') return 0;
  const parts = /^\s*([+-])(\d\d):?(\d\d)/.exec(text);
  if (!parts) return undefined;
  const minutes = (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
  return isValidOffset(minutes) ? minutes : undefined;
}

/** The UTC offset (minutes) at which a local time equals a UTC instant, or undefined. */
export function offsetBetween(localMs: number, utc: number): number | undefined {
  const minutes = Math.round((localMs - utc) / MINUTE_MS / STEP_MIN) * STEP_MIN;
  return isValidOffset(minutes) && Math.abs(localMs - utc - minutes * MINUTE_MS) <= TOLERANCE_MS ? minutes : undefined;
}

/** The local time of an instant in an IANA time zone. */
function localMsAt(utc: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(utc);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** Whether a local time is not in the future; up to a day ahead is allowed for time zones further east. */
export const isPast = (localMs: number, now: number): boolean => localMs <= now + DAY_MS;

/** The capture date of a local time; the offset (minutes) is used only if the time of day is known. */
export function localTimeToCaptureDate(
  { localMs, precision }: LocalTime,
  source: CaptureDate['source'],
  offset?: number,
): CaptureDate {
  const zone = precision === 'second' && offset !== undefined ? { offset, utc: localMs - offset * MINUTE_MS } : {};
  return { local: formatLocalTime(localMs), precision, source, ...zone };
}

/** The capture date of an instant (ms, UTC), in the local time of a zone. */
export const instantToCaptureDate = (utc: number, source: CaptureDate['source'], timeZone: string): CaptureDate => ({
  local: formatLocalTime(localMsAt(utc, timeZone)),
  utc,
  precision: 'second',
  source,
});
