import { isWeakDate, type MediaInfo } from '@maru/model';
import { dateFromFileName } from './date-from-file-name.ts';
import { isBeforeDigitization } from './capture-date.ts';
import type { MetadataContext } from './metadata.ts';

/** Dates an item by another name of its file, if that tells a date and the item has none or only a guess; else returns it as it is. */
export function applyDateFromFileName(
  mediaInfo: MediaInfo,
  fileName: string,
  { now, timeZone }: Pick<MetadataContext, 'now' | 'timeZone'>,
): MediaInfo {
  if (!isWeakDate(mediaInfo.takenAt)) return mediaInfo;
  const takenAt = dateFromFileName(fileName, now, timeZone);
  return isBeforeDigitization(takenAt, mediaInfo.digitizedAt) ? { ...mediaInfo, takenAt } : mediaInfo;
}
