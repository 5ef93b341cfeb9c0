import * as v from 'valibot';
import { captureDate } from '../media/capture-date.ts';
import { number, type DocumentOf } from '../schema.ts';

/** A stored chapter: a named place in a video or sound, which may have a date of its own. */
const chapter = v.object({
  /** Where it begins, seconds. */
  at: number,
  /** May be empty. */
  title: v.string(),
  /** When it was taken, as a person stated it: see `statedDate`. */
  date: v.exactOptional(v.object({ local: captureDate.entries.local, precision: captureDate.entries.precision })),
});

/** The schema of an item's chapters, in order. */
export const chaptersSchema = v.array(chapter);

/** A chapter that people made. */
export type Chapter = DocumentOf<typeof chapter>;

/** The schema of chapters that a file has or its scenes suggest, which people may accept. */
export const suggestedChaptersSchema = v.array(v.object({ at: number, title: v.exactOptional(v.string()) }));

export type SuggestedChapter = DocumentOf<typeof suggestedChaptersSchema>[number];

/** Suggestions closer than this to a chapter are taken to be the same, seconds. */
const SAME_S = 5;

/** Returns the suggestions that are not chapters yet. */
export const openSuggestions = (
  suggested: readonly SuggestedChapter[],
  chapters: readonly Chapter[],
): readonly SuggestedChapter[] =>
  suggested.filter(({ at }) => chapters.every((one) => Math.abs(one.at - at) >= SAME_S));

/** Returns the index of the chapter that contains a time, seconds; -1 before the first one. */
export const chapterAt = (chapters: readonly Chapter[], time: number): number =>
  chapters.findLastIndex(({ at }) => at <= time);
