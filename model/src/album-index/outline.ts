import * as v from 'valibot';
import { coverSchema, type Album } from '../library/album.ts';
import { coverOf } from '../library/cover.ts';
import type { Entry } from '../library/entry.ts';
import { isItemId } from '../ids.ts';
import { BadDocument, guarded, number, parse, type DocumentOf } from '../schema.ts';
import { positionOfRow, type EntryRow } from './order.ts';
import { encodeRatio } from './ratio.ts';

const sheetInfoSchema = v.object({
  /** The item of its first entry. */
  id: guarded(isItemId),
  /** The version of the index in which it was last written. */
  version: number,
  /** The position of its first entry: see `positionOf`. */
  first: v.string(),
  /** The ratio of every entry, one character each: see `encodeRatio`. */
  ratios: v.string(),
  /** Runs of entries of one local day, `YYYY-MM-DD`, or only `YYYY-MM` or `YYYY` if that is all that is known; null for undated entries. */
  days: v.array(v.tuple([v.nullable(v.string()), number])),
  /** The image of the entry that was added last, a candidate for the album's cover. */
  cover: v.exactOptional(v.object({ addedAt: number, image: coverSchema })),
});

/** What the outline says about one sheet. */
export type SheetInfo = DocumentOf<typeof sheetInfoSchema>;

/** The sheets of an album in order. It gives the height of the whole grid and all headings before any sheet is read. */
export type Outline = readonly SheetInfo[];

/** Sheets in one document of the outline: about 240 kB compressed, with the sheets of 100,000 entries taking 108 kB. */
const SHEETS_PER_PAGE = 400;

/** The length of a day at the precision of a capture date. */
const DAY_LENGTH = { about: 4, year: 4, month: 7, day: 10, second: 10 } as const;

/** The local day of an entry, or its month or year if that is all that is known; null if it is undated. */
export const localDayOf = ({ takenAt }: Entry): string | null =>
  takenAt?.local.slice(0, DAY_LENGTH[takenAt.precision]) ?? null;

/** The first day of what may be a month or a year. */
const firstDayOf = (day: string): string => `${day}-01-01`.slice(0, 10);

type CoverCandidate = NonNullable<SheetInfo['cover']>;

/** The candidate that was added later; of two added at once, the one with the greater id. */
function newer(a: CoverCandidate | undefined, b: CoverCandidate): CoverCandidate {
  if (!a || a.addedAt < b.addedAt) return b;
  return a.addedAt === b.addedAt && a.image.item < b.image.item ? b : a;
}

/** Describes a sheet. */
export function describeSheet(version: number, rows: readonly [EntryRow, ...EntryRow[]]): SheetInfo {
  const days: [string | null, number][] = [];
  let cover: CoverCandidate | undefined;
  for (const [item, entry] of rows) {
    const day = localDayOf(entry);
    const last = days.at(-1);
    if (last?.[0] === day) last[1] += 1;
    else days.push([day, 1]);
    const image = coverOf(item, entry);
    if (image) cover = newer(cover, { addedAt: entry.addedAt, image });
  }
  const [first] = rows;
  return {
    id: first[0],
    version,
    first: positionOfRow(first),
    ratios: rows.map(([, { ratio }]) => encodeRatio(ratio)).join(''),
    days,
    ...(cover && { cover }),
  };
}

/** The count, span and cover of an album. */
export function summaryOf(outline: Outline): Pick<Album, 'count' | 'span' | 'cover'> {
  const days = outline.flatMap((sheet) => sheet.days.flatMap(([day]) => (day === null ? [] : [day])));
  const [from, to] = [days[0], days.at(-1)];
  let newest: CoverCandidate | undefined;
  for (const { cover } of outline) if (cover) newest = newer(newest, cover);
  return {
    count: outline.reduce((sum, { ratios }) => sum + ratios.length, 0),
    ...(from !== undefined && to !== undefined && { span: { from: firstDayOf(from), to: firstDayOf(to) } }),
    ...(newest && { cover: newest.image }),
  };
}

const pageSchema = v.object({ sheets: v.array(sheetInfoSchema), inline: v.exactOptional(v.string()) });

/** Encodes an outline as pages of text; `inline` is the text of the only sheet, which then needs no document of its own. */
export function encodeOutline(outline: Outline, inline?: string): string[] {
  const pages = Math.max(1, Math.ceil(outline.length / SHEETS_PER_PAGE));
  return Array.from({ length: pages }, (_, page) =>
    JSON.stringify({
      sheets: outline.slice(page * SHEETS_PER_PAGE, (page + 1) * SHEETS_PER_PAGE),
      ...(inline !== undefined && { inline }),
    }),
  );
}

/** Decodes the pages of an outline, in order; throws BadDocument. */
export function decodeOutline(pages: readonly string[]): { outline: Outline; inline?: string } {
  const decoded = pages.map((text) => {
    try {
      return parse('outline', pageSchema, JSON.parse(text));
    } catch (error) {
      throw error instanceof SyntaxError ? new BadDocument('outline', 'the text') : error;
    }
  });
  const inline = decoded[0]?.inline;
  return { outline: decoded.flatMap(({ sheets }) => sheets), ...(inline !== undefined && { inline }) };
}
