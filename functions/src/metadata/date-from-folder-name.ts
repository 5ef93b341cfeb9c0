import { compact, type CaptureDate } from '@maru/model';
import { placeIn } from './place-names.ts';
import { dayOf, isPast, takenOf, type Wall } from './local-time.ts';

/** What the words of a folder or a file propose: about when, and where. */
export interface Proposal {
  readonly taken?: CaptureDate;
  readonly placeName?: string;
}

/** What says when files were brought together, not when they were taken. */
const HOUSEKEEPING =
  /백업|스캔|내보내기|다운로드|업로드|복사본|정리|휴대폰|backup|\bscan|export|downloads?\b|uploads?\b|\bcopy\b|takeout|digiti[sz]|\bsync/iu;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
/** A year of four digits that is not a part of another number or of a size; one of two digits is said to be one. */
const YEAR = String.raw`(?<![\d.])(?<y>(?:1[89]|20)\d\d)(?!\d|\s*(?:x|×|\*)\s*\d|\s*(?:px|dpi|mb|장|개|번|원|p)(?![a-z가-힣]))`;
const SHORT = String.raw`(?:(?<![\d.\p{L}])['‘’](?<q>\d\d)(?!\d)|(?<![\d.])(?<k>\d\d)\s*년(?!\s*(?:대|만|간|째|된|차|전|후|생)))`;
const D1 = String.raw`(?<d>\d{1,2})(?!\d)`;

const re = (pattern: string): RegExp => new RegExp(pattern, 'iu');

/** The times of a year that people name, by the month in their middle. */
const TIMES: readonly (readonly [RegExp, number])[] = [
  [re('봄|\\bspring\\b'), 4],
  [re('여름|\\bsummer\\b'), 7],
  [re('가을|\\b(?:fall|autumn)\\b'), 10],
  [re('크리스마스|성탄|\\b(?:christmas|xmas)\\b'), 12],
  [re('겨울|\\bwinter\\b'), 12],
];

/** From the most to the least that is said. */
const DATES = [
  re(String.raw`${YEAR}\s*(?<sep>[-._/])\s*(?<m>\d{1,2})\s*\k<sep>\s*${D1}`),
  re(String.raw`(?<!\d)(?<y>(?:19|20)\d\d)(?<m>\d\d)(?<d>\d\d)(?!\d)`),
  re(String.raw`(?:${YEAR}\s*년|${SHORT})\s*(?<m>\d{1,2})월\s*${D1}\s*일`),
  re(String.raw`(?<![\d.])(?<k>\d\d)\.\s?(?<m>\d{1,2})\.\s?${D1}`),
  re(String.raw`\b${MONTH}\s+${D1}(?:st|nd|rd|th)?,?\s+${YEAR}`),
  re(String.raw`(?<!\d)(?<d>\d{1,2})(?:st|nd|rd|th)?\s+${MONTH},?\s+${YEAR}`),
  re(String.raw`(?:${YEAR}\s*년|${SHORT})\s*(?<m>\d{1,2})월`),
  re(String.raw`${YEAR}\s*[-._/]\s*(?<m>\d{1,2})(?:월)?(?![\d])(?!\s*[-~])`),
  re(String.raw`(?<!\d)(?<y>(?:19|20)\d\d)(?<m>0[1-9]|1[0-2])(?!\d)`),
  re(String.raw`\b${MONTH},?\s+(?:${YEAR}|${SHORT})`),
  re(String.raw`${YEAR}\s+${MONTH}`),
];
const RANGE = re(
  String.raw`(?<!\d)(?<y>(?:1[89]|20)\d\d)\s*년?\s*[-~–]\s*(?<to>(?:1[89]|20)?\d\d)(?!\d)(?!\s*[-.]\s*\d)`,
);
const DECADE = re(String.raw`(?<!\d)(?<ten>(?:1[89]|20)?\d0)(?:\s*년대\s*(?<part>초|중|말|후)?|'?s\b)`);
const YEARS = [re(YEAR), re(SHORT)];
/** Of a decade its middle, of its beginning and end the middle of those. */
const PARTS: Readonly<Record<string, number>> = { 초: 2, 중: 5, 말: 8, 후: 8 };

/** The year that two digits mean: the latest that has been. */
const wholeYear = (short: number, thisYear: number): number => (2000 + short <= thisYear ? 2000 + short : 1900 + short);

function yearOf(groups: Readonly<Record<string, string | undefined>>, thisYear: number): number {
  const { y, q, k } = groups;
  return y === undefined ? wholeYear(Number(q ?? k), thisYear) : Number(y);
}

/** The middle of some years, where they are few enough to be about one time. */
function aroundOf(words: string, thisYear: number): Wall | undefined {
  const range = RANGE.exec(words)?.groups;
  if (range) {
    const from = Number(range['y']);
    const end = range['to'] ?? '';
    const to = end.length === 2 ? Math.floor(from / 100) * 100 + Number(end) : Number(end);
    if (to > from) return to - from <= 10 && to <= thisYear ? dayOf(Math.floor((from + to) / 2)) : undefined;
  }
  const decade = DECADE.exec(words)?.groups;
  if (!decade) return undefined;
  const ten = decade['ten'] ?? '';
  const first = ten.length === 2 ? wholeYear(Number(ten), thisYear) : Number(ten);
  return dayOf(first + (PARTS[decade['part'] ?? ''] ?? 5));
}

function datedBy(words: string, thisYear: number): Wall | undefined {
  for (const pattern of DATES) {
    const groups = pattern.exec(words)?.groups;
    if (!groups) continue;
    const named = MONTHS.indexOf((groups['name'] ?? '').slice(0, 3).toLowerCase()) + 1;
    const [month, day] = [named || Number(groups['m']), Number(groups['d'] ?? 0)];
    const found = month === 0 || groups['d'] === '0' ? undefined : dayOf(yearOf(groups, thisYear), month, day);
    if (found) return found;
  }
  return undefined;
}

/** The year alone, at the place of its season where that is named: no more precise, but in its order. */
function yearIn(words: string, thisYear: number): Wall | undefined {
  for (const pattern of YEARS) {
    const groups = pattern.exec(words)?.groups;
    if (!groups) continue;
    const month = TIMES.find(([time]) => time.test(words))?.[1];
    const found = dayOf(yearOf(groups, thisYear), month);
    if (found) return { ...found, precision: 'year' };
  }
  return undefined;
}

function whenIn(words: string, now: number): Wall | undefined {
  if (HOUSEKEEPING.test(words)) return undefined;
  const thisYear = new Date(now).getUTCFullYear();
  const around = RANGE.test(words) || DECADE.test(words);
  const found =
    datedBy(words, thisYear) ??
    (around ? aroundOf(words, thisYear) : undefined) ??
    (around ? undefined : yearIn(words, thisYear));
  return found && isPast(found.wall, now) ? found : undefined;
}

/** A camera's counter (`IMG_1998`, `DSCN2001`, `P1990123`) or a bare number is no year; a name that begins with one and says more is. */
const isWordy = (stem: string): boolean => /^['‘’]?\d{2,4}.*\p{L}{2}|\d{2,4}년/u.test(stem) && !/^\d{8}_/.test(stem);

/** `2003/05`, `2003/5월/3일`: folders that are parts of one date. */
function joined(names: readonly string[]): string[] {
  return names.map((name, i) => {
    const [above = '', top = ''] = [names[i - 1], names[i - 2]];
    const bare = (one: string, sign: string): string =>
      /^\d{1,2}$/.test(one.replace(sign, '')) ? one.replace(sign, '') : '';
    const [month, day] = [bare(name, '월'), bare(name, '일')];
    if (/^(?:19|20)\d\d년?$/.test(above) && month !== '') return `${above.slice(0, 4)}-${month}`;
    if (/^(?:19|20)\d\d년?$/.test(top) && bare(above, '월') !== '' && day !== '')
      return `${top.slice(0, 4)}-${bare(above, '월')}-${day}`;
    return name;
  });
}

/**
 * About when and where something was taken, by the words of its file's name and of its folders in Korean and English, the nearest
 * first: `1987 설악산`. Only a proposal; its time has the source `folder`. Of some years it is their middle.
 */
export function folderSays(folder: string | undefined, fileName: string, now: number): Proposal {
  const stem = fileName.normalize('NFC').replace(/\.[a-z0-9]{1,5}$/iu, '');
  const names = (folder ?? '').normalize('NFC').split('/');
  const all = [...(isWordy(stem) ? [stem] : []), ...joined(names).reverse()].map((name) =>
    name.replaceAll('_', ' ').slice(0, 200),
  );
  const wall = all.map((words) => whenIn(words, now)).find((one) => one !== undefined);
  const placeName = all.map(placeIn).find((one) => one !== undefined);
  return compact({ taken: wall && takenOf(wall, 'folder'), placeName });
}
