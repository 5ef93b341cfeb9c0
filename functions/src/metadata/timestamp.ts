import { compact, type CaptureDate } from '@maru/model';
import { DAY_MS, isPast, parseLocalTime, parseOffset, localTimeToCaptureDate, type LocalTime } from './local-time.ts';

/** A timestamp with its source and UTC offset (minutes). */
export interface Timestamp extends LocalTime {
  readonly source: CaptureDate['source'];
  readonly offset?: number;
}

/** Epochs of clocks that were never set: QuickTime, Unix (also west of Greenwich), DOS. */
const EPOCHS = ['1904-01-01', '1969-12-31', '1970-01-01', '1980-01-01'].map((day) => Date.parse(day));

const isEpoch = (localMs: number): boolean => EPOCHS.includes(Math.floor(localMs / DAY_MS) * DAY_MS);

/** Parses a date of one source and its offset, which is at its end unless it is passed; undefined if the text is not a date. */
export function parse(
  source: CaptureDate['source'],
  text: string | undefined,
  offsetText?: string,
): Timestamp | undefined {
  const local = text === undefined ? undefined : parseLocalTime(text);
  if (local === undefined || text === undefined) return undefined;
  return {
    ...local,
    source,
    ...compact({ offset: parseOffset(offsetText ?? /(?:Z|[+-]\d\d:?\d\d)$/.exec(text)?.[0] ?? '') }),
  };
}

/**
 * Whether a timestamp can come from a clock that was set. Many cameras restart at January 1 after a battery change: that date is rejected
 * if GPS disagrees.
 */
export function isPlausible({ localMs }: Timestamp, now: number, gps: number | undefined): boolean {
  const isFirstOfYear = /^\d{4}-01-01/.test(new Date(localMs).toISOString());
  const isFactoryDate = isFirstOfYear && gps !== undefined && Math.abs(localMs - gps) > 2 * DAY_MS;
  return isPast(localMs, now) && !isEpoch(localMs) && !isFactoryDate;
}

/** The capture date of a timestamp. */
export const toCaptureDate = ({ source, ...timestamp }: Timestamp): CaptureDate =>
  localTimeToCaptureDate(timestamp, source, timestamp.offset);
