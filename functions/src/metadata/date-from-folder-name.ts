import { compact, type CaptureDate } from '@maru/model';
import { findPlaceName } from './place-names.ts';
import { expandYear, localDate, isPast, localTimeToCaptureDate, type LocalTime } from './local-time.ts';

/** An approximate date and a place suggested by folder or file names. */
export interface Suggestion {
  readonly takenAt?: CaptureDate;
  readonly placeName?: string;
}

/** Words that date a backup or export rather than the capture. */
const BACKUP_WORDS =
  /백업|스캔|내보내기|다운로드|업로드|복사본|정리|휴대폰|backup|\bscan|export|downloads?\b|uploads?\b|\bcopy\b|takeout|digiti[sz]|\bsync/iu;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
/** A four-digit year that is not part of another number or a size; a two-digit year needs an apostrophe or `년`. */
const YEAR = String.raw`(?<![\d.])(?<y>(?:1[89]|20)\d\d)(?!\d|\s*(?:x|×|\*)\s*\d|\s*(?:px|dpi|mb|장|개|번|원|p)(?![a-z가-힣]))`;
const SHORT = String.raw`(?:(?<![\d.\p{L}])['‘’](?<q>\d\d)(?!\d)|(?<![\d.])(?<k>\d\d)\s*년(?!\s*(?:대|만|간|째|된|차|전|후|생)))`;
const D1 = String.raw`(?<d>\d{1,2})(?!\d)`;

const re = (pattern: string): RegExp => new RegExp(pattern, 'iu');

/** Seasons and holidays, by their middle month. */
const SEASONS: readonly (readonly [RegExp, number])[] = [
  [re('봄|\\bspring\\b'), 4],
  [re('여름|\\bsummer\\b'), 7],
  [re('가을|\\b(?:fall|autumn)\\b'), 10],
  [re('크리스마스|성탄|\\b(?:christmas|xmas)\\b'), 12],
  [re('겨울|\\bwinter\\b'), 12],
];

/** From most to least specific. */
const DATE_PATTERNS = [
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
/** Offset in years for the early, middle or late part of a decade. */
const DECADE_PARTS: Readonly<Record<string, number>> = { 초: 2, 중: 5, 말: 8, 후: 8 };

function yearOf(groups: Readonly<Record<string, string | undefined>>, thisYear: number): number {
  const { y, q, k } = groups;
  return y === undefined ? expandYear(Number(q ?? k), thisYear) : Number(y);
}

/** The middle of a range of years (up to ten) or of a decade. */
function fromYearRange(words: string, thisYear: number): LocalTime | undefined {
  const range = RANGE.exec(words)?.groups;
  if (range) {
    const from = Number(range['y']);
    const end = range['to'] ?? '';
    const to = end.length === 2 ? Math.floor(from / 100) * 100 + Number(end) : Number(end);
    if (to > from) return to - from <= 10 && to <= thisYear ? localDate(Math.floor((from + to) / 2)) : undefined;
  }
  const decade = DECADE.exec(words)?.groups;
  if (!decade) return undefined;
  const ten = decade['ten'] ?? '';
  const first = ten.length === 2 ? expandYear(Number(ten), thisYear) : Number(ten);
  return localDate(first + (DECADE_PARTS[decade['part'] ?? ''] ?? 5));
}

function fromDate(words: string, thisYear: number): LocalTime | undefined {
  for (const pattern of DATE_PATTERNS) {
    const groups = pattern.exec(words)?.groups;
    if (!groups) continue;
    const named = MONTHS.indexOf((groups['name'] ?? '').slice(0, 3).toLowerCase()) + 1;
    const [month, day] = [named || Number(groups['m']), Number(groups['d'] ?? 0)];
    const found = month === 0 || groups['d'] === '0' ? undefined : localDate(yearOf(groups, thisYear), month, day);
    if (found) return found;
  }
  return undefined;
}

/** A year; a season, if named, sets the month for sorting while the precision stays `year`. */
function fromYear(words: string, thisYear: number): LocalTime | undefined {
  for (const pattern of YEARS) {
    const groups = pattern.exec(words)?.groups;
    if (!groups) continue;
    const month = SEASONS.find(([time]) => time.test(words))?.[1];
    const found = localDate(yearOf(groups, thisYear), month);
    if (found) return { ...found, precision: 'year' };
  }
  return undefined;
}

function findDate(words: string, now: number): LocalTime | undefined {
  if (BACKUP_WORDS.test(words)) return undefined;
  const thisYear = new Date(now).getUTCFullYear();
  const around = RANGE.test(words) || DECADE.test(words);
  const found =
    fromDate(words, thisYear) ??
    (around ? fromYearRange(words, thisYear) : undefined) ??
    (around ? undefined : fromYear(words, thisYear));
  return found && isPast(found.localMs, now) ? found : undefined;
}

/** Whether a file name is descriptive: a camera counter (`IMG_1998`, `P1990123`) or a bare number is not a year. */
const isDescriptive = (stem: string): boolean =>
  /^['‘’]?\d{2,4}.*\p{L}{2}|\d{2,4}년|(?<!\d)(?:1[89]|20)\d\d(?<sep>[-._])\d{1,2}\k<sep>\d{1,2}(?!\d)/u.test(stem);

/** Joins nested folders that form one date: `2003/05`, `2003/5월/3일`. */
function joinDateFolders(names: readonly string[]): string[] {
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
 * Suggests an approximate date and a place from the file name and its folders in Korean and English, nearest folder first: `1987 설악산`.
 * The date has the source `folder`; for a range of years it is the middle.
 */
export function suggestFromFolder(folder: string | undefined, fileName: string, now: number): Suggestion {
  const stem = fileName.normalize('NFC').replace(/\.[a-z0-9]{1,5}$/iu, '');
  const names = (folder ?? '').normalize('NFC').split('/');
  const all = [...(isDescriptive(stem) ? [stem] : []), ...joinDateFolders(names).reverse()].map((name) =>
    name.replaceAll('_', ' ').slice(0, 200),
  );
  const local = all.map((words) => findDate(words, now)).find((one) => one !== undefined);
  const placeName = all.map(findPlaceName).find((one) => one !== undefined);
  return compact({ takenAt: local && localTimeToCaptureDate(local, 'folder'), placeName });
}
