import type { CaptureDate } from '@maru/model';
import {
  expandYear,
  instantToCaptureDate,
  isPast,
  localDate,
  localDateTime,
  localTimeToCaptureDate,
  type LocalTime,
} from './local-time.ts';

/** A date in the order year, month, day, with any of the usual separators or none: `20230405`, `2023-04-05`, `2023. 4. 5.` */
const DAY = String.raw`(?<!\d)(?<y>(?:19|20)\d\d)(?:(?<m>\d\d)(?<d>\d\d)|(?<s>\. ?|[-_])(?<m>\d{1,2})\k<s>(?<d>\d{1,2})\.?(?!\d))`;
/** A clock without a separator before it, to the second: `123456`, `12.34.56`, `123456789`. */
const CLOCK = String.raw`(?<H>\d\d|\d(?=[-._: ]))[-._: ]?(?<M>\d\d)[-._: ]?(?<S>\d\d)(?:[-._,]?\d{3}(?!\d))?(?!\d)`;
/** A time of day; one of 12 hours need not have seconds. */
const TIME = String.raw`(?:[-_ T.]{0,2}|_?at_?| at )(?:${CLOCK}(?: ?(?<half>[ap]m)\b)?|(?<half>오전|오후) ?(?:${CLOCK}|(?<H>\d{1,2})[.:](?<M>\d\d)(?!\d)))`;

const re = (pattern: string): RegExp => new RegExp(pattern, 'iu');

/** Pixels, OneDrive's copies from iPhones and names with a Z have UTC. */
const IN_UTC = [re(`^pxl_${DAY}${TIME}`), re(`^${DAY}${TIME}_ios\\b`), re(`${DAY}${TIME}z\\b`)];

/** Date and time are proof enough, whatever is before and after them. */
const WITH_TIME = [
  re(`${DAY}${TIME}`),
  // Telegram's exports: photo_12@05-04-2023_12-34-56.
  re(String.raw`^[a-z_]+_\d+@(?<d>\d\d)-(?<m>\d\d)-(?<y>20\d\d)_${CLOCK}`),
  // The screen recordings of iOS: ScreenRecording_04-05-2023 12-34-56_1.
  re(String.raw`^screenrecording_(?<m>\d\d)-(?<d>\d\d)-(?<y>20\d\d) ${CLOCK}`),
  // Nextcloud: 23-04-05 12-34-56 0012.
  re(String.raw`^(?<yy>\d\d)-(?<m>\d\d)-(?<d>\d\d) ${CLOCK} \d{4}$`),
];

/** What may be before a date alone: nothing, or a word of cameras, messengers and people for a photo. A counter may follow, and then words. */
const DAY_ONLY = re(
  String.raw`^(?:(?:img|vid|mvimg|mov|pano|photo|video|pic|wp|dji|cam|camera|image|aud|ptt|stk|rec|foto|whatsapp (?:image|video|audio)|screen ?shot|사진|동영상|스크린샷)(?:[-_ ]| on )?)?${DAY}(?:[-_. ~]\(?\d{1,4}\)?|\(\d{1,4}\))?(?:$|[-_. ,~(](?=\D)|(?=\p{Script=Hangul}))`,
);

/** Names of scans tell when they were scanned. */
const SCAN = /스캔|scan(?!d)|digiti[sz]/iu;

/** An instant: FB_IMG_1680665696789 in milliseconds since 1970, RPReplay_Final1680665696 in seconds. */
const INSTANT = /(?:^[\p{L}_ -]{0,24}|burst)(?<ms>1\d{12})(?!\d)|^rpreplay_final(?<s>1\d{9})(?!\d)/iu;

function localTimeIn(groups: Readonly<Record<string, string | undefined>>, now: number): LocalTime | undefined {
  const n = (name: string): number => Number(groups[name] ?? 0);
  const year = groups['yy'] === undefined ? n('y') : expandYear(n('yy'), new Date(now).getUTCFullYear());
  const day = [year, n('m'), n('d')] as const;
  if (day[1] === 0 || day[2] === 0) return undefined;
  if (groups['H'] === undefined) return localDate(...day);
  const [hour, half] = [n('H'), groups['half']?.toLowerCase()];
  const isOfHalf = half !== undefined && hour <= 12;
  return localDateTime(day, [
    isOfHalf ? (hour % 12) + (half === '오후' || half === 'pm' ? 12 : 0) : hour,
    n('M'),
    n('S'),
  ]);
}

/** The instant in a name, ms since 1970, to the second. */
function instantIn(stem: string): number | undefined {
  const { ms, s } = INSTANT.exec(stem)?.groups ?? {};
  const seconds = ms === undefined ? Number(s) : Math.floor(Number(ms) / 1000);
  return Number.isNaN(seconds) ? undefined : seconds * 1000;
}

/**
 * Parses the date that cameras, phones, messengers, screenshot tools and people write into file names: of a time, else of a day. Local time, except that
 * Pixel names and epochs are UTC, shown in the library's time zone. Undefined for any other name, and for names of scans.
 */
export function dateFromFileName(fileName: string, now: number, timeZone: string): CaptureDate | undefined {
  const stem = fileName
    .normalize('NFC')
    .replaceAll(/\p{Zs}/gu, ' ')
    .replace(/\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$/iu, '');
  if (SCAN.test(stem)) return undefined;
  const at = instantIn(stem);
  if (at !== undefined) return isPast(at, now) ? instantToCaptureDate(at, 'name', timeZone) : undefined;
  for (const pattern of [...IN_UTC, ...WITH_TIME, DAY_ONLY]) {
    const groups = pattern.exec(stem)?.groups;
    const local = groups && localTimeIn(groups, now);
    if (!local || !isPast(local.localMs, now)) continue;
    return IN_UTC.includes(pattern)
      ? instantToCaptureDate(local.localMs, 'name', timeZone)
      : localTimeToCaptureDate(local, 'name');
  }
  return undefined;
}
