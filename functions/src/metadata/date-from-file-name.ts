import type { CaptureDate } from '@maru/model';
import { dayOf, isPast, secondOf, takenAtInstant, takenOf, type Wall } from './local-time.ts';

/** A day, and maybe a time of it: with any of the signs that programs put between, or none. */
const DAY = String.raw`(?<y>(?:19|20)\d\d)(?<s>[-._]?)(?<m>\d\d)\k<s>(?<d>\d\d)`;
const TIME = String.raw`(?:[-_ T.]|_?at_?| at )?(?<half>오전 |오후 )?(?<H>\d{1,2})[-._:]?(?<M>\d\d)[-._:]?(?<S>\d\d)(?:[-._]?\d{3}(?!\d))?(?<pm> ?[ap]m\b)?`;
/** What may follow: nothing, or anything that does not go on with the number. */
const END = '(?![\\d])';

const of = (prefix: string, more = ''): RegExp => new RegExp(`^(?:${prefix})${DAY}${more}${END}`, 'iu');

/** Messengers write the day on which they sent or saved it. */
const DAY_ONLY = of(String.raw`(?:img|vid|aud|ptt|stk)-`, String.raw`-wa\d+`);

/** Google's Pixel writes UTC. */
const IN_UTC = of('pxl_', TIME);

/** The clock on the wall, as cameras, phones, messengers and screenshots write it. */
const ON_THE_WALL = [
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

function wallIn({ groups = {} }: RegExpExecArray): Wall | undefined {
  const n = (name: string): number => Number(groups[name] ?? 0);
  const day = [n('y'), n('m'), n('d')] as const;
  if (day[1] === 0 || day[2] === 0) return undefined;
  if (groups['H'] === undefined) return dayOf(...day);
  const half = (groups['half'] ?? groups['pm'] ?? '').trim().toLowerCase();
  const isAfternoon = half === '오후' || half === 'pm';
  const hour = half === '' ? n('H') : (n('H') % 12) + (isAfternoon ? 12 : 0);
  return secondOf(day, [hour, n('M'), n('S')]);
}

/**
 * When something was taken by the pattern in which messengers, screenshots, cameras and phones write it into its name (of the
 * clock on the wall; Pixels and epochs in UTC, told in the library's zone). Undefined for every other name.
 */
export function nameSays(fileName: string, now: number, timeZone: string): CaptureDate | undefined {
  const stem = fileName.normalize('NFC').replace(/\.[a-z0-9]{1,5}$/iu, '');
  const instant = INSTANT.exec(stem)?.groups;
  const at = Number(instant?.['ms'] ?? Number(instant?.['s'] ?? Number.NaN) * 1000);
  if (Number.isFinite(at))
    return isPast(at, now) ? takenAtInstant(Math.floor(at / 1000) * 1000, 'name', timeZone) : undefined;
  for (const pattern of [DAY_ONLY, IN_UTC, ...ON_THE_WALL]) {
    const found = pattern.exec(stem);
    const wall = found ? wallIn(found) : undefined;
    if (!wall || !isPast(wall.wall, now)) continue;
    return pattern === IN_UTC && wall.precision === 'second'
      ? takenAtInstant(wall.wall, 'name', timeZone)
      : takenOf(wall, 'name');
  }
  return undefined;
}
