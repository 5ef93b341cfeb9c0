import type { Chapter } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';
import { formatCaptureDate, formatNumber } from '../../format.ts';

/** Returns the title of a chapter; its number if people gave it none. */
export const chapterTitle = (chapters: readonly Chapter[], index: number): string =>
  chapters[index]?.title || m.chapter_number({ n: formatNumber(index + 1) });

/** Returns the date of a chapter as people say it; undefined if it has none. */
export const chapterDate = ({ date }: Chapter): string | undefined =>
  date && formatCaptureDate({ ...date, source: 'edit' });
