import type { CaptureDate, Coordinates } from '@maru/model';
import { localDay } from '@maru/model/local-day';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

const DAY_MS = 86_400_000;

/** Formatters by language and options: a new one takes longer than a hundred results. */
const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat>(
  Format: new (locale: string, options: object) => T,
  options: object,
): T {
  const key = [getLocale(), Format.name, ...Object.entries(options)].join();
  const known = formatters.get(key) as T | undefined;
  if (known) return known;
  const created = new Format(getLocale(), options);
  formatters.set(key, created);
  return created;
}

const formatUtc = (options: Intl.DateTimeFormatOptions, time: number): string =>
  cached(Intl.DateTimeFormat, { ...options, timeZone: 'UTC' }).format(time);

/** A local time as if it were UTC, for a formatter in UTC. */
const localToUtc = (local: string): number => Date.parse(`${local}Z`);

/** A capture date, or one that a person stated, which has no other source. */
export type DisplayedDate = Pick<CaptureDate, 'local' | 'precision'> & Partial<CaptureDate>;

/** Marks a date from a folder's name, or one that a person says is approximate: "1987년쯤". */
const withCertainty = (when: string, { precision, source }: DisplayedDate): string =>
  source === 'folder' || precision === 'about' ? m.format_about({ when }) : when;

function dayOf({ local, precision }: DisplayedDate, now: Date): string {
  const time = localToUtc(local);
  const year = new Date(time).getUTCFullYear();
  const relative = new Intl.RelativeTimeFormat(getLocale(), { numeric: 'auto' });
  if (precision === 'year' || precision === 'about') return formatUtc({ year: 'numeric' }, time);
  const years = year - now.getFullYear();
  if (precision === 'month') {
    const month = formatUtc({ month: 'long' }, time);
    return years === 0 ? month : formatUtc({ year: 'numeric', month: 'long' }, time);
  }
  const days = Math.floor(time / DAY_MS) - localDay(now) / DAY_MS;
  if (days === 0 || days === -1) return relative.format(days, 'day');
  const day = formatUtc({ month: 'long', day: 'numeric' }, time);
  if (years === 0) return day;
  if (years === -1) return m.format_day_last_year({ day });
  return formatUtc({ year: 'numeric', month: 'long', day: 'numeric' }, time);
}

/** The day of a capture date, relative if it is recent: "어제", "5월 3일", "작년 5월 3일", "2019년 5월 3일", "1987년", "1987년쯤". */
export function formatDay(takenAt: DisplayedDate | undefined, now = new Date()): string | undefined {
  return takenAt && withCertainty(dayOf(takenAt, now), takenAt);
}

/** Format options by precision. */
const FORMATS: Readonly<Record<CaptureDate['precision'], Intl.DateTimeFormatOptions>> = {
  about: { year: 'numeric' },
  year: { year: 'numeric' },
  month: { year: 'numeric', month: 'long' },
  day: { dateStyle: 'full' },
  second: { dateStyle: 'full', timeStyle: 'short' },
};

/** A capture date as precise as it is known: "2019년 5월 3일 금요일 오후 2:10", "1987년", "1987년쯤". */
export function formatCaptureDate(takenAt: DisplayedDate | undefined): string | undefined {
  if (!takenAt) return undefined;
  const { precision, source } = takenAt;
  // An approximate date has no weekday.
  const options = source === 'folder' && precision === 'day' ? { dateStyle: 'long' as const } : FORMATS[precision];
  return withCertainty(formatUtc(options, localToUtc(takenAt.local)), takenAt);
}

/** The years of an album from its first and last day (`YYYY-MM-DD`): "2019년", "1987–2019년". */
export function formatYears(span: { from: string; to: string }): string {
  const format = cached(Intl.DateTimeFormat, { year: 'numeric', timeZone: 'UTC' });
  return format.formatRange(Date.parse(span.from), Date.parse(span.to));
}

/** A month (`YYYY-MM`) or a year (`YYYY`): "2019년 8월", "2019년". */
export const formatMonth = (month: string): string =>
  formatUtc(month.length > 4 ? { year: 'numeric', month: 'long' } : { year: 'numeric' }, Date.parse(month));

/** A month (`YYYY-MM`) without its year: "8월". */
export const formatMonthName = (month: string): string => formatUtc({ month: 'long' }, Date.parse(month));

const two = (n: number): string => String(n).padStart(2, '0');

/** Seconds as a whole number; less than a second is one, because nothing that plays takes none. */
const wholeSeconds = (seconds: number, round: (n: number) => number): number =>
  seconds > 0 ? Math.max(1, round(seconds)) : 0;

/** A duration in seconds as digits: "0:12", "1:02:03". */
export function formatTimecode(seconds: number): string {
  const s = wholeSeconds(seconds, Math.floor);
  const minutes = Math.floor(s / 60) % 60;
  const hours = Math.floor(s / 3600);
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(s % 60)}` : `${String(minutes)}:${two(s % 60)}`;
}

const unit = (n: number, name: 'hour' | 'minute' | 'second'): string =>
  cached(Intl.NumberFormat, { style: 'unit', unit: name, unitDisplay: 'long' }).format(n);

/** A duration in seconds as words, in at most two units: "12초", "3분 12초", "1시간 12분". */
export function formatDuration(seconds: number): string {
  const s = wholeSeconds(seconds, Math.round);
  const hours = Math.floor(s / 3600);
  const minutes = Math.floor((s % 3600) / 60);
  const parts =
    hours > 0
      ? [unit(hours, 'hour'), ...(minutes > 0 ? [unit(minutes, 'minute')] : [])]
      : [...(minutes > 0 ? [unit(minutes, 'minute')] : []), ...(s % 60 > 0 || s < 60 ? [unit(s % 60, 'second')] : [])];
  return parts.join(' ');
}

/** The remaining time in seconds as words: "1분도 안 남았어요", "3분쯤 남았어요", "2시간쯤 남았어요". */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 60) return m.format_time_left_under_a_minute();
  const about = seconds < 5400 ? unit(Math.round(seconds / 60), 'minute') : unit(Math.round(seconds / 3600), 'hour');
  return m.format_time_left({ about });
}

/** A file size, in kB or larger units: "1kB", "820kB", "3.4MB", "26GB". */
export function formatBytes(bytes: number): string {
  const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const kilo = Math.ceil(bytes / 1000);
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, kilo)) / 3)));
  const n = kilo / 1000 ** step;
  const style = { style: 'unit', unit: units[step] ?? 'kilobyte', maximumFractionDigits: n < 10 ? 1 : 0 } as const;
  return cached(Intl.NumberFormat, style).format(n);
}

/** A position in degrees to about a hundred metres: "33.450, 126.570". */
export const formatPosition = ({ latitude, longitude }: Coordinates): string =>
  `${latitude.toFixed(3)}, ${longitude.toFixed(3)}`;

/** A number with its language's separators: "1,204". */
export const formatNumber = (n: number): string => cached(Intl.NumberFormat, {}).format(n);

/** Joins those parts of a line that there are: "소리 3분 12초 · 작년 5월 3일". */
export const formatParts = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' · ');

/** A list of names: "한상철, 김영숙". Intl.ListFormat has no style with commas only in Korean. */
export const formatList = (names: readonly string[]): string => names.join(', ');

/** A list of at most `max` names, and how many there are more: "한상철, 김영숙 외 3개". */
export const formatSome = (names: readonly string[], max: number): string =>
  names.length <= max
    ? formatList(names)
    : m.names_more({ names: formatList(names.slice(0, max)), count: formatNumber(names.length - max) });

/** The local day of an instant (ms since 1970), relative if it is recent: "어제", "5월 3일". */
export function formatDate(at: number, now = new Date()): string {
  const date = new Date(at);
  const local = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-') + 'T00:00:00';
  return formatDay({ local, precision: 'day' }, now) ?? '';
}

/** The local time of an instant: "오후 2:10". */
export const formatClockTime = (at: number): string => cached(Intl.DateTimeFormat, { timeStyle: 'short' }).format(at);

/** The time of an instant if it is today, otherwise the day: "오후 2:10", "어제". */
export const formatRelativeDay = (at: number, now = new Date()): string =>
  new Date(at).toDateString() === now.toDateString() ? formatClockTime(at) : formatDate(at, now);

/** Today in local time, `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
