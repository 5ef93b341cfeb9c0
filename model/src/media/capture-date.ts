import type { Reader } from '../read.ts';

export const DATE_PRECISIONS = ['second', 'day', 'month', 'year'] as const;

/**
 * Where a time was read, in the order of belief: the camera's own EXIF, XMP or IPTC, the satellites' clock, the container of a
 * film, the file's name; and `folder`, which is only a proposal.
 */
export const DATE_SOURCES = ['exif', 'xmp', 'gps', 'container', 'name', 'folder'] as const;

/** When a picture was taken, as far as its bytes, its name or its folder say. Never the time of the upload. */
export interface CaptureDate {
  /** The clock on the wall: `YYYY-MM-DDTHH:mm:ss`, without a zone. */
  readonly local: string;
  /** Minutes east of UTC, where the bytes say so. */
  readonly offset?: number;
  /** Milliseconds since 1970, where the offset or a GPS clock gives it. */
  readonly utc?: number;
  readonly precision: (typeof DATE_PRECISIONS)[number];
  readonly source: (typeof DATE_SOURCES)[number];
}

/** Whether a time is only proposed: from the words of a folder, which say about when. */
export const isFromFolder = ({ source }: Pick<CaptureDate, 'source'>): boolean => source === 'folder';

/** Reads `takenAt`, refusing what is not one. */
export function readCaptureDate(r: Reader): CaptureDate {
  const local = r.text('local');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(local)) r.bad('local');
  const offset = r.maybe('offset', r.number);
  const utc = r.maybe('utc', r.number);
  return {
    local,
    precision: r.oneOf('precision', DATE_PRECISIONS),
    source: r.oneOf('source', DATE_SOURCES),
    ...(offset !== undefined && { offset }),
    ...(utc !== undefined && { utc }),
  };
}
