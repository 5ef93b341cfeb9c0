import { deviceKind, isIos } from '../../device-kind.ts';

/**
 * Where originals are saved: on a computer one file as it is and several as a ZIP; on an iPhone or iPad through the share sheet, the only way among
 * its photos; on Android as downloads, which its gallery shows, because share sheets there only send.
 */
export function saveTarget(
  count: number,
  browser: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>,
): 'download' | 'zip' | 'share-sheet' {
  if (deviceKind(browser) === 'computer') return count === 1 ? 'download' : 'zip';
  return isIos(browser) ? 'share-sheet' : 'download';
}
