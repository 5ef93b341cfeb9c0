import * as v from 'valibot';
import { number, type DocumentOf } from '../schema.ts';

/** How much of a date is known; `about`: a year, more or less. */
export const DATE_PRECISIONS = ['second', 'day', 'month', 'year', 'about'] as const;

/**
 * Where a date was found, most trusted first: an edit by a person, EXIF, XMP or IPTC from the camera or another program (or the sidecar of one, which may
 * correct the others), GPS, the video container, the file name. A date from the `folder` name is only a suggestion. Devices with an older app must know every
 * source.
 */
export const DATE_SOURCES = ['edit', 'exif', 'xmp', 'gps', 'container', 'name', 'folder'] as const;

/** The year of the oldest photograph (Niépce): an earlier date is a wrong clock. */
export const FIRST_YEAR = 1826;

/** The schema of a capture date. */
export const captureDate = v.object({
  /** Local time without a time zone: `YYYY-MM-DDTHH:mm:ss`. */
  local: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)),
  /** Offset from UTC in minutes, positive to the east, if the file states it. */
  offset: v.exactOptional(number),
  /** Milliseconds since 1970, if the offset or a GPS time is known. */
  utc: v.exactOptional(number),
  precision: v.picklist(DATE_PRECISIONS),
  source: v.picklist(DATE_SOURCES),
  /** The file states only when it was last changed, which may be long after it was taken: the date of a name is trusted more. */
  isUncertain: v.exactOptional(v.literal(true)),
});

/** When a photo or video was taken, according to a person, its bytes, file name or folder. Never the upload time. */
export type CaptureDate = DocumentOf<typeof captureDate>;

/** The local time of a date in milliseconds, as if it were UTC; NaN if it is not a date. */
export const localMsOf = ({ local }: Pick<CaptureDate, 'local'>): number => Date.parse(`${local}Z`);

/** Formats milliseconds of a local time, as if it were UTC, as `YYYY-MM-DDTHH:mm:ss`. */
export const formatLocalTime = (localMs: number): string => new Date(localMs).toISOString().slice(0, 19);

/** Returns whether the date in another name of the file is trusted more than this one. */
export const isWeakDate = (date: Pick<CaptureDate, 'source' | 'isUncertain'> | undefined): boolean =>
  date === undefined || date.source === 'folder' || date.isUncertain === true;

/** Returns whether a date is only a suggestion from the folder name. */
export const isFromFolder = ({ source }: Pick<CaptureDate, 'source'>): boolean => source === 'folder';
