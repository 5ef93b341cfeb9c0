import * as v from 'valibot';
import { number, type DocumentOf } from '../schema.ts';

export const DATE_PRECISIONS = ['second', 'day', 'month', 'year'] as const;

/**
 * Where a time was read, in the order of belief: the camera's own EXIF, XMP or IPTC, the satellites' clock, the container of a
 * film, the file's name; and `folder`, which is only a proposal.
 */
export const DATE_SOURCES = ['exif', 'xmp', 'gps', 'container', 'name', 'folder'] as const;

/** The schema of a capture date. */
export const captureDate = v.object({
  /** The local time: `YYYY-MM-DDTHH:mm:ss`, without a zone. */
  local: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)),
  /** Minutes east of UTC, where the bytes say so. */
  offset: v.exactOptional(number),
  /** Milliseconds since 1970, where the offset or a GPS clock gives it. */
  utc: v.exactOptional(number),
  precision: v.picklist(DATE_PRECISIONS),
  source: v.picklist(DATE_SOURCES),
});

/** When a picture was taken, as far as its bytes, its name or its folder say. Never the time of the upload. */
export type CaptureDate = DocumentOf<typeof captureDate>;

/** Whether a time is only proposed: from the words of a folder, which say about when. */
export const isFromFolder = ({ source }: Pick<CaptureDate, 'source'>): boolean => source === 'folder';
