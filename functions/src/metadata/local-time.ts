import type { CaptureDate } from '@maru/model';

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** The year of the oldest photograph (Niépce): what claims to be older has a wrong clock. */
const FIRST_YEAR = 1826;
/** The zones of the world are multiples of a quarter of an hour, and none is further than 14 hours from UTC. */
const STEP_MIN = 15;
const FURTHEST_MIN = 14 * 60;
/** How far a camera's clock may be from a satellite's for the difference to be a zone. */
const SLACK_MS = 2 * MINUTE_MS;

/** A clock's reading: counted as if it were UTC, as precise as it was written. */
export interface Wall {
  readonly wall: number;
  readonly precision: CaptureDate['precision'];
}

/** `YYYY-MM-DDTHH:mm:ss` of a reading. */
export const textOf = (wall: number): string => new Date(wall).toISOString().slice(0, 19);

/** A day that the calendar has, as a reading; month and day are 0 where nobody knows. */
export function dayOf(year: number, month = 0, day = 0): Wall | undefined {
  if (year < FIRST_YEAR || year > 9999) return undefined;
  const [m, d] = [Math.max(1, month), month === 0 ? 1 : Math.max(1, day)];
  const wall = Date.UTC(year, m - 1, d);
  const at = new Date(wall);
  if (at.getUTCMonth() !== m - 1 || at.getUTCDate() !== d) return undefined;
  return { wall, precision: month === 0 ? 'year' : day === 0 ? 'month' : 'day' };
}

/** A day and a time of it; undefined where a clock shows neither. */
export function secondOf(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
): Wall | undefined {
  const whole = dayOf(year, month, day);
  if (whole === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  if (whole.precision !== 'day') return whole;
  return { wall: whole.wall + ((hour * 60 + minute) * 60 + second) * 1000, precision: 'second' };
}

/**
 * A reading from EXIF's `YYYY:MM:DD HH:MM:SS`, whose unknown parts are zeros or blanks, or from XMP's and IPTC's ISO 8601, which may
 * be shorter; undefined for what is no date.
 */
export function wallOf(text: string): Wall | undefined {
  const parts =
    /^(\d{4})(?:[:\-/. ](\d\d| {2})(?:[:\-/. ](\d\d| {2})(?:[ T](\d\d| {2}):(\d\d| {2})(?::(\d\d| {2}))?)?)?)?(?!\d)/.exec(
      text.trim(),
    );
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (parts[4] === undefined) return dayOf(year, month, day);
  return secondOf([year, month, day], [hour, minute, second]);
}

const isZone = (minutes: number): boolean => minutes % STEP_MIN === 0 && Math.abs(minutes) <= FURTHEST_MIN;

/** Minutes east of UTC from `+09:00`, `-0500` or `Z`; undefined for what is no zone of this world. */
export function offsetOf(text: string): number | undefined {
  if (text.trim() === 'Z') return 0;
  const parts = /^\s*([+-])(\d\d):?(\d\d)/.exec(text);
  if (!parts) return undefined;
  const minutes = (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
  return isZone(minutes) ? minutes : undefined;
}

/** The zone in which a clock on the wall and the satellites agree, or undefined. */
export function zoneBetween(wall: number, utc: number): number | undefined {
  const minutes = Math.round((wall - utc) / MINUTE_MS / STEP_MIN) * STEP_MIN;
  return isZone(minutes) && Math.abs(wall - utc - minutes * MINUTE_MS) <= SLACK_MS ? minutes : undefined;
}

/** An instant as the clock on the wall in an IANA zone showed it. */
export function wallAt(utc: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(utc);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** Whether a clock may show this already: tomorrow's is that of a person further east. */
export const isPast = (wall: number, now: number): boolean => wall <= now + DAY_MS;

/** A reading as what is stored; the offset (minutes) counts only where the time of day is known. */
export function takenOf({ wall, precision }: Wall, source: CaptureDate['source'], offset?: number): CaptureDate {
  const zone = precision === 'second' && offset !== undefined ? { offset, utc: wall - offset * MINUTE_MS } : {};
  return { local: textOf(wall), precision, source, ...zone };
}

/** An instant (ms, UTC) as what is stored, told in a zone. */
export const takenAtInstant = (utc: number, source: CaptureDate['source'], timeZone: string): CaptureDate => ({
  local: textOf(wallAt(utc, timeZone)),
  utc,
  precision: 'second',
  source,
});
