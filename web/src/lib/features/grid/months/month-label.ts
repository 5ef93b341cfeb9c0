import { formatMonth } from '#lib/format.ts';
import { m } from '#lib/paraglide/messages.js';

/** The heading of a month (`YYYY-MM`), a year (`YYYY`) or the undated entries: "2019년 8월", "2019년", "날짜 없음". */
export const monthLabel = (month: string | undefined): string =>
  month === undefined ? m.grid_no_date() : formatMonth(month);
