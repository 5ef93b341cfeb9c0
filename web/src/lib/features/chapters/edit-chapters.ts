import type { Chapter, SuggestedChapter } from '@maru/model';
import { MAX_CHAPTERS } from '@maru/model/limits';

/** Returns chapters without the one that begins at a time, seconds: no two begin at the same. */
export const withoutChapter = (chapters: readonly Chapter[], at: number | undefined): readonly Chapter[] =>
  chapters.filter((one) => one.at !== at);

/** Returns chapters with another one in its place, instead of the one at `replacedAt` and of any at the same moment. */
export const withChapter = (chapters: readonly Chapter[], chapter: Chapter, replacedAt?: number): readonly Chapter[] =>
  [...withoutChapter(withoutChapter(chapters, replacedAt), chapter.at), chapter].sort((a, b) => a.at - b.at);

/** Returns chapters with as many of these suggestions as there is room for. */
export const withSuggestions = (
  chapters: readonly Chapter[],
  suggested: readonly SuggestedChapter[],
): readonly Chapter[] =>
  suggested
    .slice(0, MAX_CHAPTERS - chapters.length)
    .reduce<readonly Chapter[]>((all, { at, title = '' }) => withChapter(all, { at, title }), chapters);

/** Returns the time of a chapter that is made at a position in seconds. */
export const chapterTime = (position: number): number => Math.round(position * 10) / 10;
