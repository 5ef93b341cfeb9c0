// How a Google Photos export names files and their JSON files. All names are in NFC. Lengths are in UTF-16 units.

/** A name of a JSON file without `.json` has at most as many units, before a number is added. */
const MAX_JSON_NAME = 46;
/** The name of a file has at most as many, before a number is added. */
const MAX_NAME = 51;
/** Units by which cut names are compared first: a cut may have lost half of a surrogate pair, and end in a `_`. */
export const CUT_KEY = MAX_JSON_NAME - 2;
const SUPPLEMENT = 'supplemental-metadata';
/** What Google Photos adds to the name of an edited copy, by language. */
const EDITED =
  /-(?:edited|effects|smile|mix|collage|animation|pano|bearbeitet|bewerkt|編集済み|modificato|modificata|modifié|editado|수정됨|편집됨)$/i;

/** A name in parts. */
export interface NameParts {
  /** Without the extension. */
  readonly whole: string;
  /** Without the number. */
  readonly stem: string;
  /** With its dot; empty if there is none. */
  readonly extension: string;
  /** The number of a file whose name was there already: 1 in `IMG(1).jpg`. */
  readonly number?: string;
}

const NUMBER = /^(.*)\((\d{1,6})\)$/s;
const EXTENSION = /^(.+)(\.[^.\s]{1,5})$/s;

/** Splits the name of a file: `IMG(1).jpg` is `IMG`, 1 and `.jpg`. */
export function nameParts(name: string): NameParts {
  const [, whole = name, extension = ''] = EXTENSION.exec(name) ?? [];
  const [, stem = whole, number] = NUMBER.exec(whole) ?? [];
  return { whole, stem, extension, ...(number !== undefined && { number }) };
}

/** What the name of a JSON file says about the name of its file. */
export interface JsonNameParts {
  /** The name of the file, without the number if that follows at the end. May be cut, or have lost its extension. */
  readonly base: string;
  readonly number?: string;
  /** Whether `base` may be only the beginning of the name. */
  readonly isCut: boolean;
}

/** Interprets the name of a JSON file: `IMG.jpg.supplemental-metadata(1).json`, however much of the suffix is left. */
export function jsonNameParts(name: string): JsonNameParts {
  const whole = name.replace(/\.json$/i, '');
  const [, cut = whole, number] = NUMBER.exec(whole) ?? [];
  const dot = cut.lastIndexOf('.');
  const hasSupplement = dot > 0 && SUPPLEMENT.startsWith(cut.slice(dot + 1));
  // A surrogate pair is not split, which leaves one unit fewer.
  const isFull = cut.length >= MAX_JSON_NAME - 1;
  return {
    base: hasSupplement ? cut.slice(0, dot) : cut,
    ...(number !== undefined && { number }),
    isCut: isFull && !hasSupplement,
  };
}

/** The name to which an export gives `number`: `IMG.jpg` and 1 make `IMG(1).jpg`. */
export function numbered(name: string, number: string | undefined): string {
  const { whole, extension } = nameParts(name);
  return number === undefined ? name : `${whole}(${number})${extension}`;
}

/** Whether a name without its number can begin with `base`, which was cut. The cut may have left a `_` in place of what followed. */
export const continuesCut = (base: string, { stem, extension }: NameParts): boolean =>
  `${stem}${extension}`.startsWith(base.replace(/_$/, ''));

/** The name of the original of an edited copy, without its extension; undefined if it is not an edited copy. */
export function originalOf({ stem, number }: NameParts): string | undefined {
  const original = stem.replace(EDITED, '');
  return original === stem ? undefined : numbered(original, number);
}

const VIDEO = /^\.(?:mp4|mov|m4v|3gp)$/i;
/** What phones add to the name of the video inside a motion photo: `PXL_1.MP`, `PXL_1.MP~2`. */
const MOTION = /^\.mp(?:~\d+)?$/i;

/** The names that the still of a video can have, without extension, in lower case; empty if the file is no video. */
export function stillsOf({ whole, extension }: NameParts): readonly string[] {
  const stem = whole.toLowerCase();
  if (MOTION.test(extension)) return [`${stem}${extension.toLowerCase()}`, `${stem}.mp`, stem];
  return VIDEO.test(extension) ? [stem] : [];
}

/** Makes titles and names comparable: an export replaces characters that file systems refuse with `_`. */
const comparable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}\p{Extended_Pictographic}.]/gu, '_')
    .toLowerCase();

/** Whether an export of an item with this title names its file so, apart from a number: cut to 51 units with the extension. */
export function isNameOf(title: string, { whole, stem, extension }: NameParts): boolean {
  const titled = nameParts(title.normalize('NFC'));
  if (titled.extension !== '' && titled.extension.toLowerCase() !== extension.toLowerCase()) return false;
  const full = comparable(titled.whole);
  const isCut = stem.length + extension.length >= MAX_NAME - 1;
  return [whole, stem].some((one) => full === comparable(one)) || (isCut && full.startsWith(comparable(stem)));
}
