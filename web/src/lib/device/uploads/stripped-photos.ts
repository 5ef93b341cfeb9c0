import { isIos } from '../../device-kind.ts';

/** Bytes at the start of a JPEG that hold its EXIF: one segment of at most 64 KiB. */
const HEAD_BYTES = 70_000;
/** The names that iOS gives a photo that it converted: an original JPEG keeps `IMG_1234.JPG`. */
const CONVERTED = /(?:\.jpeg|^image\.jpg)$/;
/** A date as EXIF writes it. */
const EXIF_DATE = /(?:19|20)\d\d:[01]\d:[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d/;

/**
 * Whether a photo lost the date when it was taken on its way from the photos of an iPhone or iPad: iOS converts HEIC for web pages to JPEG, and
 * then may omit EXIF, date and place. Reads only the start of files with the name of a converted photo.
 */
export async function lacksDate(
  file: File,
  browser: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>,
): Promise<boolean> {
  if (!isIos(browser) || !CONVERTED.test(file.name)) return false;
  const head = await file.slice(0, HEAD_BYTES).arrayBuffer();
  return !EXIF_DATE.test(new TextDecoder('latin1').decode(head));
}
