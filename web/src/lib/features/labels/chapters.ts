import type { Chapter } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';
import { formatNumber } from '../../format.ts';

/** Returns the title of a chapter; its number if people gave it none. */
export const chapterTitle = (chapters: readonly Chapter[], index: number): string =>
  chapters[index]?.title || m.chapter_number({ n: formatNumber(index + 1) });
