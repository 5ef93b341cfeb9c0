import { isRealDate } from '@maru/model/library/edits';
import { FIRST_YEAR, type CaptureDate } from '@maru/model/media/capture-date';
import type { DisplayedDate } from '../../format.ts';

/** What a person knows of a date, without the time of day. */
export type StatedPrecision = Exclude<CaptureDate['precision'], 'second'>;

/** The values of the form for a capture date. */
export interface DateFields {
  readonly precision: StatedPrecision;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Four digits. */
  readonly year: string;
  /** `01` to `12`. */
  readonly month: string;
}

/** The form's values for a date; empty without one. A date with a time of day is known to the day. */
export function fieldsOf(takenAt: DisplayedDate | undefined): DateFields {
  if (!takenAt) return { precision: 'day', day: '', year: '', month: '01' };
  const { local, precision, source } = takenAt;
  const isApproximate = source === 'folder' && precision === 'year';
  return {
    precision: isApproximate ? 'about' : precision === 'second' ? 'day' : precision,
    day: local.slice(0, 10),
    year: local.slice(0, 4),
    month: local.slice(5, 7),
  };
}

/** The date that a form states, of which only what its precision says counts; undefined if it is incomplete or after `today` (`YYYY-MM-DD`). */
export function statedDateOf(
  { precision, day, year, month }: DateFields,
  today: string,
): Pick<CaptureDate, 'local' | 'precision'> | undefined {
  const date =
    precision === 'day' ? day : precision === 'month' ? `${year.trim()}-${month}-01` : `${year.trim()}-01-01`;
  const local = `${date}T00:00:00`;
  return isRealDate(local) && date <= today ? { local, precision } : undefined;
}

/** Whether a date states nothing else than `takenAt` does. */
export const isSameDate = (
  stated: Pick<CaptureDate, 'local' | 'precision'>,
  takenAt: CaptureDate | undefined,
): boolean => JSON.stringify(fieldsOf(stated)) === JSON.stringify(fieldsOf(takenAt));

/** The first day that can be stated. */
export const FIRST_DAY = `${String(FIRST_YEAR)}-01-01`;

/** The values of the form for a shift; numbers as text. */
export interface ShiftFields {
  direction: 'later' | 'earlier';
  days: string;
  hours: string;
  minutes: string;
}

/** The minutes of a shift; undefined if a number is wrong, all are missing, or it is more than `most`. */
export function shiftMinutesOf({ direction, days, hours, minutes }: ShiftFields, most: number): number | undefined {
  const [d = 0, h = 0, min = 0] = [days, hours, minutes].map((text) =>
    /^\s*\d{0,5}\s*$/.test(text) ? Number(text) : Number.NaN,
  );
  const sum = (d * 24 + h) * 60 + min;
  if (!(sum > 0 && sum <= most)) return undefined;
  return direction === 'later' ? sum : -sum;
}
