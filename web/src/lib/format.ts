import type { CaptureDate } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

const DAY_MS = 86_400_000;

const says = (parts: Intl.DateTimeFormatOptions, when: number): string =>
  new Intl.DateTimeFormat(getLocale(), { ...parts, timeZone: 'UTC' }).format(when);

/** A wall clock's reading as a number that a formatter in UTC gives back as it was. */
const wall = (local: string): number => Date.parse(`${local}Z`);

/** Today's midnight in the same terms as `wall`. */
const midnight = (now: Date): number => Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());

/** What a folder proposes is said as what it is: "1987년쯤". */
const perhapsAbout = (when: string, source: CaptureDate['source'] | undefined): string =>
  source === 'folder' ? m.format_about({ when }) : when;

function dayOf({ local, precision }: Pick<CaptureDate, 'local' | 'precision'>, now: Date): string {
  const when = wall(local);
  const year = new Date(when).getUTCFullYear();
  const near = new Intl.RelativeTimeFormat(getLocale(), { numeric: 'auto' });
  if (precision === 'year') return says({ year: 'numeric' }, when);
  const years = year - now.getFullYear();
  if (precision === 'month') {
    const month = says({ month: 'long' }, when);
    return years === 0 ? month : says({ year: 'numeric', month: 'long' }, when);
  }
  const days = Math.floor(when / DAY_MS) - midnight(now) / DAY_MS;
  if (days === 0 || days === -1) return near.format(days, 'day');
  const day = says({ month: 'long', day: 'numeric' }, when);
  if (years === 0) return day;
  if (years === -1) return m.format_day_last_year({ day });
  return says({ year: 'numeric', month: 'long', day: 'numeric' }, when);
}

/** The day as people say it: "어제", "5월 3일", "작년 5월 3일", "2019년 5월 3일", "1987년", "1987년쯤"; undefined where nobody knows. */
export function formatDay(
  taken: (Pick<CaptureDate, 'local' | 'precision'> & { readonly source?: CaptureDate['source'] }) | undefined,
  now = new Date(),
): string | undefined {
  return taken && perhapsAbout(dayOf(taken, now), taken.source);
}

/** The parts of a moment that are known. */
const PARTS: Readonly<Record<CaptureDate['precision'], Intl.DateTimeFormatOptions>> = {
  year: { year: 'numeric' },
  month: { year: 'numeric', month: 'long' },
  day: { dateStyle: 'full' },
  second: { dateStyle: 'full', timeStyle: 'short' },
};

/** The whole of what is known, for under a picture: "2019년 5월 3일 금요일 오후 2:10", "1987년", "1987년쯤"; undefined where nobody knows. */
export function formatCaptureDate(taken: CaptureDate | undefined): string | undefined {
  if (!taken) return undefined;
  const { precision, source } = taken;
  // Nobody says "about a Saturday".
  const parts = source === 'folder' && precision === 'day' ? { dateStyle: 'long' as const } : PARTS[precision];
  return perhapsAbout(says(parts, wall(taken.local)), source);
}

/** The years of an album from its first and last day (`YYYY-MM-DD`): "2019년", "1987–2019년". */
export function formatYears(span: { from: string; to: string }): string {
  const format = new Intl.DateTimeFormat(getLocale(), { year: 'numeric', timeZone: 'UTC' });
  return format.formatRange(Date.parse(span.from), Date.parse(span.to));
}

const two = (n: number): string => String(n).padStart(2, '0');

/** A clock's reading of `seconds`: "0:12", "1:02:03". */
export function formatTimecode(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(s / 60) % 60;
  const hours = Math.floor(s / 3600);
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(s % 60)}` : `${String(minutes)}:${two(s % 60)}`;
}

const unit = (n: number, name: 'hour' | 'minute' | 'second'): string =>
  new Intl.NumberFormat(getLocale(), { style: 'unit', unit: name, unitDisplay: 'long' }).format(n);

/** `seconds` in words, in its two largest units at most: "12초", "3분 12초", "1시간 12분". */
export function formatDuration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const hours = Math.floor(s / 3600);
  const minutes = Math.floor((s % 3600) / 60);
  const parts =
    hours > 0
      ? [unit(hours, 'hour'), ...(minutes > 0 ? [unit(minutes, 'minute')] : [])]
      : [...(minutes > 0 ? [unit(minutes, 'minute')] : []), ...(s % 60 > 0 || s < 60 ? [unit(s % 60, 'second')] : [])];
  return parts.join(' ');
}

/** How long it may still take: "1분도 안 남았어요", "3분쯤 남았어요", "2시간쯤 남았어요". */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 60) return m.format_time_left_under_a_minute();
  const about = seconds < 5400 ? unit(Math.round(seconds / 60), 'minute') : unit(Math.round(seconds / 3600), 'hour');
  return m.format_time_left({ about });
}

/** A file's size, in kB at least: "1kB", "820kB", "3.4MB", "26GB". */
export function formatBytes(bytes: number): string {
  const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const kilo = Math.ceil(bytes / 1000);
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, kilo)) / 3)));
  const n = kilo / 1000 ** step;
  const style = { style: 'unit', unit: units[step] ?? 'kilobyte', maximumFractionDigits: n < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(getLocale(), style).format(n);
}

/** A number with its language's separators: "1,204". */
export const formatNumber = (n: number): string => new Intl.NumberFormat(getLocale()).format(n);

/** A list of names: "한상철, 김영숙". */
export const formatList = (names: readonly string[]): string => names.join(', ');

/** The day of an instant (ms since 1970) on this device's calendar, as people say it: "어제", "5월 3일". */
export function formatDate(at: number, now = new Date()): string {
  const there = new Date(at);
  const local = [there.getFullYear(), there.getMonth() + 1, there.getDate()].map(two).join('-') + 'T00:00:00';
  return formatDay({ local, precision: 'day' }, now) ?? '';
}

/** The time of an instant on this device's clock: "오후 2:10". */
export const formatClockTime = (at: number): string =>
  new Intl.DateTimeFormat(getLocale(), { timeStyle: 'short' }).format(at);

/** When something was, the day and for today the time: "오후 2:10", "어제". */
export const formatRelativeDay = (at: number, now = new Date()): string =>
  new Date(at).toDateString() === now.toDateString() ? formatClockTime(at) : formatDate(at, now);
