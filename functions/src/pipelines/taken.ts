import type { Taken } from '@maru/model';
import type { FilmClock, PictureClock } from '../ports.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** The year of the oldest photograph (Niépce): what claims to be older has a wrong clock. */
const FIRST_YEAR = 1826;
/** The zones of the world are multiples of a quarter of an hour, and none is further than 14 hours from UTC. */
const STEP_MIN = 15;
const FURTHEST_MIN = 14 * 60;
/** How far a camera's clock may be from a satellite's for the difference to be a zone. */
const SLACK_MS = 2 * MINUTE_MS;

/** A clock on the wall, counted as if it were UTC; text is `YYYY-MM-DDTHH:mm:ss`. */
const textOf = (wall: number): string => new Date(wall).toISOString().slice(0, 19);

interface Wall {
  readonly wall: number;
  readonly precision: Taken['precision'];
}

/** EXIF's `YYYY:MM:DD HH:MM:SS`, whose unknown parts are zeros or blanks; undefined for what is no date. */
function wallOf(text: string): Wall | undefined {
  const parts = /^(\d{4})[:\-/. ](\d\d| {2})[:\-/. ](\d\d| {2})(?:[ T](\d\d| {2}):(\d\d| {2}):(\d\d| {2}))?/.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1, 4).map((part) => Number(part));
  const precision = month === 0 ? 'year' : day === 0 ? 'month' : parts[4] === undefined ? 'day' : 'second';
  const [hour = 0, minute = 0, second = 0] =
    parts[4] === undefined ? [] : parts.slice(4, 7).map((part) => Number(part));
  if (hour > 23 || minute > 59 || second > 59 || year < FIRST_YEAR) return undefined;
  const [m, d] = [Math.max(1, month), month === 0 ? 1 : Math.max(1, day)];
  const wall = precision === 'second' ? Date.UTC(year, m - 1, d, hour, minute, second) : Date.UTC(year, m - 1, d);
  const isInCalendar = new Date(wall).getUTCMonth() === m - 1 && new Date(wall).getUTCDate() === d;
  return isInCalendar ? { wall, precision } : undefined;
}

const isZone = (minutes: number): boolean => minutes % STEP_MIN === 0 && Math.abs(minutes) <= FURTHEST_MIN;

/** Minutes east of UTC from `+09:00`, `-0500` or `Z`; undefined for what is no zone of this world. */
function offsetOf(text: string): number | undefined {
  if (text.trim() === 'Z') return 0;
  const parts = /^\s*([+-])(\d\d):?(\d\d)/.exec(text);
  if (!parts) return undefined;
  const minutes = (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
  return isZone(minutes) ? minutes : undefined;
}

/** The satellites' time (UTC) in ms, or undefined. */
function gpsOf({ gpsDate, gpsTime }: PictureClock): number | undefined {
  const day = gpsDate === undefined ? undefined : wallOf(gpsDate);
  const [hour, minute, second] = gpsTime ?? [];
  if (day?.precision !== 'day' || hour === undefined || minute === undefined || second === undefined) return undefined;
  const ms = ((hour * 60 + minute) * 60 + Math.floor(second)) * 1000;
  return ms >= 0 && ms < DAY_MS ? day.wall + ms : undefined;
}

/** The zone in which a clock on the wall and the satellites agree, or undefined. */
function zoneBetween(wall: number, utc: number): number | undefined {
  const minutes = Math.round((wall - utc) / MINUTE_MS / STEP_MIN) * STEP_MIN;
  return isZone(minutes) && Math.abs(wall - utc - minutes * MINUTE_MS) <= SLACK_MS ? minutes : undefined;
}

/** An instant as the clock on the wall in an IANA zone showed it. */
function wallAt(utc: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(utc);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

const isPast = (wall: number, now: number): boolean => wall <= now + DAY_MS;

/**
 * When a photo was taken: EXIF's own time, with its offset or the one that a GPS clock gives; else the GPS clock alone,
 * told in the library's zone. Undefined where the bytes say nothing that can be believed.
 */
export function takenFromPicture(clock: PictureClock, now: number, timeZone: string): Taken | undefined {
  const original = clock.original === undefined ? undefined : wallOf(clock.original);
  const gps = gpsOf(clock);
  if (original && isPast(original.wall, now)) {
    const { wall, precision } = original;
    const told = clock.offset === undefined ? undefined : offsetOf(clock.offset);
    const offset =
      precision !== 'second' ? undefined : (told ?? (gps === undefined ? undefined : zoneBetween(wall, gps)));
    const zone = offset === undefined ? {} : { offset, utc: wall - offset * MINUTE_MS };
    return { local: textOf(wall), precision, source: 'exif', ...zone };
  }
  if (gps === undefined || !isPast(gps, now)) return undefined;
  return { local: textOf(wallAt(gps, timeZone)), utc: gps, precision: 'second', source: 'gps' };
}

/**
 * When a video or a sound was taken, by its container: Apple's date has an offset; all others are UTC, told in the
 * library's zone. The zeros of 1904 (QuickTime) and 1970 (Unix) are clocks that were never set.
 */
export function takenFromFilm(clock: FilmClock, now: number, timeZone: string): Taken | undefined {
  const apple = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)$/.exec(clock.apple ?? '');
  const offset = apple?.[2] === undefined ? undefined : offsetOf(apple[2]);
  const wall = apple?.[1] === undefined ? undefined : wallOf(apple[1].replaceAll('-', ':'))?.wall;
  if (wall !== undefined && offset !== undefined && isPast(wall, now))
    return { local: textOf(wall), offset, utc: wall - offset * MINUTE_MS, precision: 'second', source: 'container' };
  const utc = Date.parse(clock.created ?? '');
  const isSet = Number.isFinite(utc) && ![1904, 1970].includes(new Date(utc).getUTCFullYear());
  if (!isSet || new Date(utc).getUTCFullYear() < FIRST_YEAR || !isPast(utc, now)) return undefined;
  const seconds = Math.floor(utc / 1000) * 1000;
  return { local: textOf(wallAt(seconds, timeZone)), utc: seconds, precision: 'second', source: 'container' };
}
