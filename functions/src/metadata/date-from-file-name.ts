import type { CaptureDate } from '@maru/model';
import { localDate, isPast, localDateTime, instantToStored, toStored, type LocalTime } from './local-time.ts';

/** A date and an optional time, with any of the usual separators or none. */
const DAY = String.raw`(?<y>(?:19|20)\d\d)(?<s>[-._]?)(?<m>\d\d)\k<s>(?<d>\d\d)`;
const TIME = String.raw`(?:[-_ T.]|_?at_?| at )?(?<half>오전 |오후 )?(?<H>\d{1,2})[-._:]?(?<M>\d\d)[-._:]?(?<S>\d\d)(?:[-._]?\d{3}(?!\d))?(?<pm> ?[ap]m\b)?`;
/** No further digit may follow. */
const END = '(?![\\d])';

const of = (prefix: string, more = ''): RegExp => new RegExp(`^(?:${prefix})${DAY}${more}${END}`, 'iu');

/** Messengers write the date of sending or saving. */
const DAY_ONLY = of(String.raw`(?:img|vid|aud|ptt|stk)-`, String.raw`-wa\d+`);

/** Google Pixel phones write UTC. */
const IN_UTC = of('pxl_', TIME);

/** Local time, as cameras, phones, messengers and screenshots write it. */
const IN_LOCAL_TIME = [
  // Cameras and phones: IMG_20230405_123456, 20230405_123456, IMG20230405123456, WP_20130405_12_34_56_Pro, DJI_20230405123456_0001.
  of(
    String.raw`(?:(?:img|vid|mvimg|mov|pano|burst|cam|photo|video|pic|c360|wp|p|v|dji|b612|snow|soda|camera|resized|collage|tmp|aud|rec|recording|foto|사진|동영상)[-_ ]?)?`,
    TIME,
  ),
  // KakaoTalk_20230405_123456789, KakaoTalk_Photo_2023-04-05-12-34-56 001.
  of(String.raw`kakaotalk_(?:photo_|video_|image_|snapshot_)?`, TIME),
  of(String.raw`signal-|telegram_|line_|whatsapp (?:image|video|audio) `, TIME),
  // Screenshot_20230405-123456_Chrome, Screenshot 2023-04-05 at 12.34.56, Screenshot from 2023-04-05 12-34-56, 스크린샷 2023-04-05 오후 3.04.05.
  of(
    String.raw`screen ?shot(?:[-_ ]|_from_| from )|screen[-_ ]?(?:recording|recorder|capture)[-_ ]|스크린샷[-_ ]|화면[-_ ]?(?:캡처|캡쳐|기록|녹화)[-_ ]`,
    TIME,
  ),
];

/** An instant: FB_IMG_1680665696789 in milliseconds since 1970, RPReplay_Final1680665696 in seconds. */
const INSTANT = /^(?:fb_img_|img_|received_)?(?<ms>1\d{12})(?!\d)|^rpreplay_final(?<s>1\d{9})(?!\d)/i;

function localTimeIn({ groups = {} }: RegExpExecArray): LocalTime | undefined {
  const n = (name: string): number => Number(groups[name] ?? 0);
  const day = [n('y'), n('m'), n('d')] as const;
  if (day[1] === 0 || day[2] === 0) return undefined;
  if (groups['H'] === undefined) return localDate(...day);
  const half = (groups['half'] ?? groups['pm'] ?? '').trim().toLowerCase();
  const isAfternoon = half === '오후' || half === 'pm';
  const hour = half === '' ? n('H') : (n('H') % 12) + (isAfternoon ? 12 : 0);
  return localDateTime(day, [hour, n('M'), n('S')]);
}

/**
 * Parses the date that cameras, phones, messengers and screenshot tools write into file names (local time; Pixel names and epochs are UTC,
 * shown in the library's time zone). Undefined for any other name.
 */
export function dateFromFileName(fileName: string, now: number, timeZone: string): CaptureDate | undefined {
  const stem = fileName.normalize('NFC').replace(/\.[a-z0-9]{1,5}$/iu, '');
  const instant = INSTANT.exec(stem)?.groups;
  const at = Number(instant?.['ms'] ?? Number(instant?.['s'] ?? Number.NaN) * 1000);
  if (Number.isFinite(at))
    return isPast(at, now) ? instantToStored(Math.floor(at / 1000) * 1000, 'name', timeZone) : undefined;
  for (const pattern of [DAY_ONLY, IN_UTC, ...IN_LOCAL_TIME]) {
    const found = pattern.exec(stem);
    const local = found ? localTimeIn(found) : undefined;
    if (!local || !isPast(local.localMs, now)) continue;
    return pattern === IN_UTC && local.precision === 'second'
      ? instantToStored(local.localMs, 'name', timeZone)
      : toStored(local, 'name');
  }
  return undefined;
}
