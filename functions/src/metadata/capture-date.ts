import { compact, type CaptureDate } from '@maru/model';
import type { FilmClock, FilmFacts } from '../ports/videos.ts';
import type { PictureClock, PictureFacts } from '../ports/images.ts';
import { isCapture, isScan } from './scan-detection.ts';
import {
  DAY_MS,
  isPast,
  offsetOf,
  secondOf,
  takenAtInstant,
  takenOf,
  wallOf,
  zoneBetween,
  type Wall,
} from './local-time.ts';

/** What is known of when something was taken, and of when it was digitised. */
export interface When {
  readonly taken?: CaptureDate;
  readonly digitisedAt?: CaptureDate;
}

/** A clock's reading, where it was written and in which zone. */
interface Reading extends Wall {
  readonly source: CaptureDate['source'];
  readonly offset?: number;
}

/** Clocks that were never set: of QuickTime, of Unix (also west of Greenwich), of DOS. Every one counts from such a day. */
const ZEROS = ['1904-01-01', '1969-12-31', '1970-01-01', '1980-01-01'].map((day) => Date.parse(day));

const isZero = (wall: number): boolean => ZEROS.includes(Math.floor(wall / DAY_MS) * DAY_MS);

/** The satellites' time (UTC) in ms, or undefined. */
function gpsOf({ gpsDate, gpsTime, xmpGps }: PictureClock): number | undefined {
  const day = gpsDate === undefined ? undefined : wallOf(gpsDate);
  const [hour, minute, second] = gpsTime ?? [];
  if (day?.precision === 'day' && hour !== undefined && minute !== undefined && second !== undefined) {
    const ms = ((hour * 60 + minute) * 60 + Math.floor(second)) * 1000;
    return ms >= 0 && ms < DAY_MS ? day.wall + ms : undefined;
  }
  const told = xmpGps === undefined ? undefined : wallOf(xmpGps);
  return told?.precision === 'second' ? told.wall : undefined;
}

function read(source: CaptureDate['source'], text: string | undefined, zone?: string): Reading | undefined {
  const wall = text === undefined ? undefined : wallOf(text);
  if (wall === undefined || text === undefined) return undefined;
  return { ...wall, source, ...compact({ offset: offsetOf(zone ?? /(?:Z|[+-]\d\d:?\d\d)$/.exec(text)?.[0] ?? '') }) };
}

/** IPTC's day, and its time where there is one. */
function iptcOf({ iptcDate, iptcTime }: PictureClock): Reading | undefined {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(iptcDate ?? '');
  if (!day) return undefined;
  const time = /^(\d\d)(\d\d)(\d\d)([+-]\d{4})?$/.exec(iptcTime ?? '');
  const date = `${day[1] ?? ''}:${day[2] ?? ''}:${day[3] ?? ''}`;
  return read('xmp', time ? `${date} ${time.slice(1, 4).join(':')}` : date, time?.[4] ?? '');
}

/**
 * Whether a reading can be that of a clock that was set. January the first is what many cameras begin with after a new battery: it
 * is not believed where the satellites say another day.
 */
function isSet({ wall }: Reading, now: number, gps: number | undefined): boolean {
  const isFirstOfYear = /^\d{4}-01-01/.test(new Date(wall).toISOString());
  const isFactory = isFirstOfYear && gps !== undefined && Math.abs(wall - gps) > 2 * DAY_MS;
  return isPast(wall, now) && !isZero(wall) && !isFactory;
}

const stored = ({ source, ...reading }: Reading): CaptureDate => takenOf(reading, source, reading.offset);

/** Told in its own zone, or in the one that the satellites give. */
const zoned = (reading: Reading, gps: number | undefined): Reading => {
  const offset = reading.offset ?? (gps === undefined ? undefined : zoneBetween(reading.wall, gps));
  return { ...reading, ...(offset !== undefined && { offset }) };
};

/**
 * When a photo was taken and when it was digitised, by the order of belief of decision 14: EXIF's own time, XMP's, IPTC's, the
 * satellites'. A scan's clocks tell of the digitising; what lies more than a day before it was written by a person.
 */
export function whenOfPicture(facts: PictureFacts, now: number, timeZone: string): When {
  const { clock } = facts;
  const gps = gpsOf(clock);
  const set = (reading: Reading | undefined): reading is Reading => reading !== undefined && isSet(reading, now, gps);
  const origins = [
    read('exif', clock.original, clock.offset ?? ''),
    read('xmp', clock.xmpOriginal),
    read('xmp', clock.xmpCreated),
    iptcOf(clock),
  ].filter(set);
  const digitised = [
    read('exif', clock.digitised, clock.digitisedOffset ?? ''),
    read('xmp', clock.xmpDigitised),
  ].filter(set);
  if (isScan(facts)) return ofScan(origins, digitised);
  const isFromCamera = facts.isExposed === true || facts.model !== undefined;
  const [first] = [...origins, ...(isFromCamera ? digitised : [])];
  if (first) {
    // XMP's is also that of an export.
    const later = digitised.find(({ wall, source }) => source === 'exif' && wall > first.wall + DAY_MS);
    return { taken: stored(zoned(first, gps)), ...(later && { digitisedAt: stored(later) }) };
  }
  const [alone] = digitised;
  return {
    ...(gps !== undefined && isPast(gps, now) && { taken: takenAtInstant(gps, 'gps', timeZone) }),
    ...(alone && { digitisedAt: stored(alone) }),
  };
}

function ofScan(origins: readonly Reading[], digitised: readonly Reading[]): When {
  const [at] = digitised;
  const byHand = at && origins.find(({ wall }) => wall < at.wall - DAY_MS);
  const scanned = at ?? origins[0];
  return { ...(byHand && { taken: stored(byHand) }), ...(scanned && { digitisedAt: stored(scanned) }) };
}

/**
 * When a video or a sound was taken, by its container: Apple's date has an offset; all others are UTC, told in the library's zone.
 * The date of a tape's file is that of the capture.
 */
export function whenOfFilm(clock: FilmClock, facts: FilmFacts, now: number, timeZone: string): When {
  const at = filmed(clock, now, timeZone);
  if (!at) return {};
  return isCapture(facts) ? { digitisedAt: at } : { taken: at };
}

function filmed({ created, apple }: FilmClock, now: number, timeZone: string): CaptureDate | undefined {
  const own = read('container', apple);
  if (own?.precision === 'second' && own.offset !== undefined && isSet(own, now, undefined)) return stored(own);
  const parts = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)/
    .exec(created ?? '')
    ?.slice(1)
    .map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts ?? [];
  const told = secondOf([year, month, day], [hour, minute, second]);
  if (told?.precision !== 'second' || [1904, 1970].includes(year) || !isPast(told.wall, now)) return undefined;
  return takenAtInstant(told.wall, 'container', timeZone);
}
