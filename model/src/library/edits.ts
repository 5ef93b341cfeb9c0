import * as v from 'valibot';
import { BASE32_DIGITS } from '../ids.ts';
import { MAX_CHAPTERS, MAX_CHAPTER_TITLE, MAX_DURATION_S, MAX_SHIFT_MINUTES } from '../limits.ts';
import {
  captureDate,
  DATE_PRECISIONS,
  FIRST_YEAR,
  formatLocalTime,
  localMsOf,
  type CaptureDate,
} from '../media/capture-date.ts';
import type { Metadata } from '../media/metadata.ts';
import { compact, instant, type DocumentOf } from '../schema.ts';
import { chaptersSchema, type Chapter } from './chapters.ts';
import { lineOf } from './name.ts';

/** Degrees by which a photo is rotated clockwise. */
export const ROTATIONS = [0, 90, 180, 270] as const;
export type Rotation = (typeof ROTATIONS)[number];

/** An edit: its value, when it was made (ms since 1970), the key of its call, and the value of the edit that it replaced, if any. */
const editOf = <S extends v.GenericSchema>(value: S) =>
  v.object({ value, at: instant, key: v.exactOptional(v.string()), before: v.exactOptional(value) });

/** The schema of an item's edits. */
export const editsSchema = v.object({
  /** An empty caption hides the file's. */
  caption: v.exactOptional(editOf(v.string())),
  /** The name of the place. An empty one hides the file's. */
  placeName: v.exactOptional(editOf(v.string())),
  takenAt: v.exactOptional(editOf(captureDate)),
  /** All chapters of a video or sound, in order. */
  chapters: v.exactOptional(editOf(chaptersSchema)),
  /** Someone decided to keep a photo beside those that look like it: see `SimilarPhotos`. */
  isKept: v.exactOptional(editOf(v.literal(true))),
  /** The next rev of a photo has it, unlike other edits, which are applied where they are displayed. */
  rotation: v.exactOptional(v.object({ value: v.picklist(ROTATIONS), at: instant })),
});

/** What people changed about an item. Displayed instead of the file's own metadata, and unaffected by reprocessing. */
export type Edits = DocumentOf<typeof editsSchema>;

/** The characters of a local time that a precision keeps; the rest is that of January 1st, midnight. */
const KEPT = { second: 19, day: 10, month: 7, year: 4, about: 4 } as const;
const START = '0000-01-01T00:00:00';

/** Returns whether a local time (`YYYY-MM-DDTHH:mm:ss`) exists in the calendar, from the year of the first photograph on. */
export function isRealDate(local: string): boolean {
  const ms = localMsOf({ local });
  return !Number.isNaN(ms) && formatLocalTime(ms) === local && Number(local.slice(0, 4)) >= FIRST_YEAR;
}

/** A date as a person states it: a complete local time, of which `precision` says how much is known. The 30th of February is invalid. */
export const statedDate = v.pipe(
  v.object({
    local: v.pipe(captureDate.entries.local, v.check(isRealDate)),
    precision: v.picklist(DATE_PRECISIONS),
  }),
  v.transform(({ local, precision }) => ({
    local: local.slice(0, KEPT[precision]) + START.slice(KEPT[precision]),
    precision,
  })),
);

/** A shift of the displayed date, such as for a camera with a wrong clock. */
const shift = v.object({
  shiftMinutes: v.pipe(v.number(), v.integer(), v.minValue(-MAX_SHIFT_MINUTES), v.maxValue(MAX_SHIFT_MINUTES)),
});

/** The key of a call of `editItems`, by which a repeated one is recognized. */
export const editKey = v.pipe(v.string(), v.regex(new RegExp(`^[${BASE32_DIGITS}]{20}$`)));

/** The part of a request that sets or shifts a capture date. */
export const captureDateEdit = v.union([statedDate, shift]);

/** The part of a request that replaces all chapters: in any order, at most one for each moment. Sorts them. */
export const chaptersEdit = v.pipe(
  v.array(
    v.object({
      at: v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_DURATION_S)),
      title: v.pipe(
        v.string(),
        v.maxLength(4 * MAX_CHAPTER_TITLE),
        v.transform((title) => lineOf(title, MAX_CHAPTER_TITLE)),
        v.string(),
      ),
      date: v.exactOptional(statedDate),
    }),
  ),
  v.maxLength(MAX_CHAPTERS),
  v.check((chapters) => new Set(chapters.map(({ at }) => at)).size === chapters.length),
  v.transform((chapters): readonly Chapter[] => chapters.toSorted((a, b) => a.at - b.at)),
);

/** A change to an item's edits, as in the request of `editItems`. */
export interface Edit {
  readonly caption?: string | null;
  readonly placeName?: string | null;
  readonly takenAt?: v.InferOutput<typeof captureDateEdit> | null;
  readonly chapters?: readonly Chapter[] | null;
  readonly isKept?: true | null;
}

/** The metadata that people edit. */
type Editable = Pick<Metadata, 'caption' | 'placeName' | 'takenAt'>;

const TEXTS = ['caption', 'placeName'] as const;

/** Returns metadata with the edits that were made at or after `since` (ms since 1970). */
export function withEdits<M extends Editable>(metadata: M, edits: Edits | undefined, since = -Infinity): M {
  if (!edits) return metadata;
  const { takenAt } = edits;
  const edited = { ...metadata, ...(takenAt && takenAt.at >= since && { takenAt: takenAt.value }) };
  for (const name of TEXTS) {
    const text = edits[name];
    if (text && text.at >= since) Object.assign(edited, { [name]: text.value === '' ? undefined : text.value });
  }
  return compact(edited);
}

/** Returns the chapters of an item, if any, that were edited at or after `since` (ms since 1970). */
export const chaptersIn = (edits: Edits | undefined, since = -Infinity): readonly Chapter[] | undefined =>
  edits?.chapters && edits.chapters.at >= since && edits.chapters.value.length > 0 ? edits.chapters.value : undefined;

/** Returns whether someone decided at or after `since` (ms since 1970) to keep an item. */
export const isKeptIn = ({ isKept }: Edits = {}, since = -Infinity): boolean =>
  isKept !== undefined && isKept.at >= since;

/** Returns a date shifted by minutes, or by whole days if only the day is known; undefined for a date of less precision. */
export function shiftedDate({ local, precision }: CaptureDate, minutes: number): CaptureDate | undefined {
  if (precision !== 'second' && precision !== 'day') return undefined;
  const by = precision === 'second' ? minutes : Math.trunc(minutes / 1440) * 1440;
  const moved = formatLocalTime(localMsOf({ local }) + by * 60_000);
  return isRealDate(moved) ? { local: moved, precision, source: 'edit' } : undefined;
}

/** A call of `editItems`: its key, and when it arrived, ms since 1970. */
interface Call {
  readonly key: string;
  readonly at: number;
}

type EditOf<T> = { readonly value: T; readonly key?: string; readonly before?: T } | undefined;

/** The value of an edit before the call with this key, which may have been made already; undefined if there was no edit. */
const valueBefore = <T>(edit: EditOf<T>, key: string): T | undefined => (edit?.key === key ? edit.before : edit?.value);

const newEdit = <T>(value: T, replaced: EditOf<T>, { key, at }: Call) =>
  compact({ value, at, key, before: valueBefore(replaced, key) });

/** The edited capture date after a change. A shift of a date that cannot be shifted changes nothing. */
function takenAtAfter(
  { takenAt }: Edits,
  edit: NonNullable<Edit['takenAt']>,
  displayed: CaptureDate | undefined,
  call: Call,
): Edits['takenAt'] {
  if ('local' in edit) {
    const isSame = takenAt?.value.local === edit.local && takenAt.value.precision === edit.precision;
    return isSame ? takenAt : newEdit<CaptureDate>({ ...edit, source: 'edit' }, takenAt, call);
  }
  const value = displayed && takenAt?.key !== call.key ? shiftedDate(displayed, edit.shiftMinutes) : undefined;
  return value ? newEdit(value, takenAt, call) : takenAt;
}

/** The edit of a field after a change: undefined keeps it, null removes it. */
function fieldAfter<T>(
  before: (EditOf<T> & { readonly at: number }) | undefined,
  value: T | null | undefined,
  call: Call,
): (EditOf<T> & { readonly at: number }) | undefined {
  if (value === null) return undefined;
  const isSame = value === undefined || JSON.stringify(before?.value) === JSON.stringify(value);
  return isSame ? before : newEdit(value, before, call);
}

/** Returns an item's edits after a change: what the change does not name stays, and so does an equal value. */
export function editsAfter(
  { edits = {}, mediaInfo = {} }: { readonly edits?: Edits; readonly mediaInfo?: Pick<Metadata, 'takenAt'> },
  { caption, placeName, takenAt, chapters, isKept }: Edit,
  call: Call,
): Edits {
  const displayed = withEdits<Editable>(mediaInfo, edits).takenAt;
  const after = {
    caption: fieldAfter(edits.caption, caption, call),
    placeName: fieldAfter(edits.placeName, placeName, call),
    takenAt:
      takenAt === undefined
        ? edits.takenAt
        : takenAt === null
          ? undefined
          : takenAtAfter(edits, takenAt, displayed, call),
    chapters: fieldAfter(edits.chapters, chapters, call),
    isKept: fieldAfter(edits.isKept, isKept, call),
    rotation: edits.rotation,
  };
  return compact(after);
}

/** Returns the change that undoes the call with this key: each field that it names gets the edit that the item had before, null if none. */
export function undoOf(
  { edits = {} }: { readonly edits?: Edits },
  { caption, placeName, takenAt, chapters, isKept }: Edit,
  key: string,
): Edit {
  const date = valueBefore(edits.takenAt, key);
  return {
    ...(caption !== undefined && { caption: valueBefore(edits.caption, key) ?? null }),
    ...(placeName !== undefined && { placeName: valueBefore(edits.placeName, key) ?? null }),
    ...(chapters !== undefined && { chapters: valueBefore(edits.chapters, key) ?? null }),
    ...(isKept !== undefined && { isKept: valueBefore(edits.isKept, key) ?? null }),
    ...(takenAt !== undefined && { takenAt: date ? { local: date.local, precision: date.precision } : null }),
  };
}

/** Returns whether two values of an item's edits are equal, by the result of `editsAfter`. */
export const isSameEdits = (a: Edits, b: Edits): boolean =>
  (['caption', 'placeName', 'takenAt', 'chapters', 'isKept'] as const).every((name) => a[name] === b[name]);

/** Converts edits to the field of an item's document; undefined if there are none. */
export function writeEdits(edits: Edits): Record<string, unknown> | undefined {
  const fields = Object.entries(compact(edits)).map(([name, edit]) => [name, { ...edit, at: new Date(edit.at) }]);
  return fields.length > 0 ? (Object.fromEntries(fields) as Record<string, unknown>) : undefined;
}
