import { compact } from '@maru/model';
import exifr from 'exifr';
import type { PictureClock, PictureFacts } from '../../ports/images.ts';

/** What EXIF says, as far as it can be read. */
export type ExifFacts = Omit<PictureFacts, 'clock'> & { readonly clock: PictureClock };

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.replace(/\0[^]*$/, '').trim() || undefined : undefined;

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

const numbers = (value: unknown): number[] | undefined => {
  const list: unknown[] | undefined = Array.isArray(value) ? value : undefined;
  return list?.every((one): one is number => typeof one === 'number' && Number.isFinite(one)) ? list : undefined;
};

/** A tag of one byte, which comes as a number or in an array. */
const byte = (value: unknown): number | undefined => number(value instanceof Uint8Array ? value[0] : value);

/** Degrees from degrees, minutes and seconds, south and west below zero. */
function degreesOf(value: unknown, side: unknown): number | undefined {
  const [degrees, minutes = 0, seconds = 0] = numbers(value) ?? [];
  const sign = side === 'S' || side === 'W' ? -1 : 1;
  return degrees === undefined ? undefined : sign * (degrees + minutes / 60 + seconds / 3600);
}

/** All that is read. */
const TAGS = [
  ...['Make', 'Model', 'Software', 'ImageDescription', 'FileSource', 'ExposureTime', 'FNumber', 'ISO'],
  ...['DateTimeOriginal', 'OffsetTimeOriginal', 'CreateDate', 'OffsetTimeDigitized', 'GPSDateStamp', 'GPSTimeStamp'],
  ...['GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef', 'GPSAltitude', 'GPSAltitudeRef'],
];

function factsIn(fields: Readonly<Record<string, unknown>>): ExifFacts {
  const clock = {
    original: text(fields['DateTimeOriginal']),
    offset: text(fields['OffsetTimeOriginal']),
    digitised: text(fields['CreateDate']),
    digitisedOffset: text(fields['OffsetTimeDigitized']),
    gpsDate: text(fields['GPSDateStamp']),
    gpsTime: numbers(fields['GPSTimeStamp']),
  };
  const [caption, program] = [text(fields['ImageDescription']), text(fields['Software'])];
  const isExposed = ['ExposureTime', 'FNumber', 'ISO'].some((tag) => (number(fields[tag]) ?? 0) > 0);
  const source = byte(fields['FileSource']);
  const height = number(fields['GPSAltitude']);
  return compact({
    clock: compact(clock),
    maker: text(fields['Make']),
    model: text(fields['Model']),
    software: program === undefined ? undefined : [program],
    // EXIF 2.32, table 8: 1 is a transparency scanner, 2 a reflection print scanner, 3 a camera.
    isFromScanner: source === 1 || source === 2 || undefined,
    isExposed: isExposed || undefined,
    latitude: degreesOf(fields['GPSLatitude'], text(fields['GPSLatitudeRef'])),
    longitude: degreesOf(fields['GPSLongitude'], text(fields['GPSLongitudeRef'])),
    altitude: height !== undefined && byte(fields['GPSAltitudeRef']) === 1 ? -height : height,
    captions: caption === undefined ? undefined : [caption],
  });
}

/** What an EXIF block (with or without its `Exif\0\0`), or a whole TIFF file by its path, says; an unreadable one says nothing. */
export async function exifOf(exif: Buffer | string): Promise<ExifFacts> {
  const block = typeof exif !== 'string' && exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif;
  try {
    const found: unknown = await exifr.parse(block, {
      // Nothing else is even read: five thousand entries of 60 KB each, all in one block, took 750 MB and nine seconds.
      pick: TAGS,
      reviveValues: false,
      translateValues: false,
    });
    return factsIn((found ?? {}) as Record<string, unknown>);
  } catch {
    return { clock: {} };
  }
}
