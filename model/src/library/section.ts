import * as v from 'valibot';
import { isItemId, type LibraryId } from '../ids.ts';
import { MAX_CAPTION, MAX_DURATION_S, MAX_SECTIONS, MIN_SECTION_S } from '../limits.ts';
import { guarded, number, type DocumentOf } from '../schema.ts';
import { formatLocalTime, localMsOf, type CaptureDate } from '../media/capture-date.ts';
import type { Chapter } from './chapters.ts';
import { statedDate } from './edits.ts';
import { textOf } from './name.ts';

/** The schema of where a section comes from. */
export const sectionOfSchema = v.object({
  /** The video that it is a part of. */
  item: guarded(isItemId),
  /** Where it begins and ends in that, in whole milliseconds, as seconds. Its stream begins and ends at the keyframes around. */
  start: number,
  end: number,
});

/** A part of a video that is an item of its own. */
export type SectionOf = DocumentOf<typeof sectionOfSchema>;

/** A time in whole milliseconds, as seconds. */
const time = v.pipe(
  v.number(),
  v.minValue(0),
  v.maxValue(MAX_DURATION_S),
  v.transform((seconds) => Math.round(seconds * 1000) / 1000),
);

/** The part of a request that splits a video: sections in order that do not overlap. */
export const sectionsRequest = v.pipe(
  v.array(
    v.object({
      start: time,
      end: time,
      /** Empty: that of the video. */
      caption: v.exactOptional(
        v.pipe(
          v.string(),
          v.maxLength(4 * MAX_CAPTION),
          v.transform((text) => textOf(text, MAX_CAPTION)),
          v.string(),
        ),
      ),
      /** The date of the video by default. */
      date: v.exactOptional(statedDate),
    }),
  ),
  v.minLength(1),
  v.maxLength(MAX_SECTIONS),
  v.check((sections) =>
    sections.every(({ start, end }, n) => end - start >= MIN_SECTION_S && start >= (sections[n - 1]?.end ?? 0)),
  ),
);

/** A section to make. */
export type Section = v.InferOutput<typeof sectionsRequest>[number];

/** The text whose SHA-256 gives the id of a section (`itemIdOf`): the same part of the same video is always the same item. No media file begins like it. */
export const sectionKey = (library: LibraryId, { item, start, end }: SectionOf): string =>
  ['section', library, item, Math.round(start * 1000), Math.round(end * 1000)].join('\n');

/** What precedes the first chapter is a section of its own if it is at least this long, seconds; otherwise the first one has it. */
const MIN_BEGINNING_S = 5;

/** Returns the sections that chapters divide a video of `duration` seconds into: each ends where the next one begins. */
export function sectionsOf(chapters: readonly Chapter[], duration: number): readonly Section[] {
  const [first] = chapters;
  if (!first) return [];
  const starts: readonly Chapter[] =
    first.at >= MIN_BEGINNING_S ? [{ at: 0, title: '' }, ...chapters] : [{ ...first, at: 0 }, ...chapters.slice(1)];
  return starts
    .map(({ at, title, date }, n) => ({
      start: at,
      end: Math.min(starts[n + 1]?.at ?? duration, duration),
      ...(title !== '' && { caption: title }),
      ...(date && { date }),
    }))
    .filter(({ start, end }) => end - start >= MIN_SECTION_S);
}

/** Returns the date of a section that begins `start` seconds into a video of this date: as much later, if the date is known to the second. */
export function dateOfSection(date: CaptureDate, start: number): CaptureDate {
  if (date.precision !== 'second') return date;
  const ms = Math.floor(start) * 1000;
  return {
    ...date,
    local: formatLocalTime(localMsOf(date) + ms),
    ...(date.utc !== undefined && { utc: date.utc + ms }),
  };
}
