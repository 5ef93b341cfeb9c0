import { ProcessingError } from '@maru/model';
import { openImage } from './header.ts';

/** The share of the rows that a photo must have to be displayed; a sliver tells nothing. */
const MIN_ROWS = 0.25;
const SAMPLE = { width: 16, height: 256 };
/** What libjpeg puts in place of missing rows, and how far scaling may move it. */
const [GREY, TOLERANCE] = [128, 3];

/** Whether an error is libjpeg's for a file that ends too early. */
export const isTruncation = (error: unknown): boolean =>
  error instanceof ProcessingError && error.message.includes('premature end of JPEG');

const readRows = (file: string) =>
  openImage(file, { failOn: 'none', ignoreIcc: true })
    .resize({ ...SAMPLE, fit: 'fill' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });

/** Whether a truncated JPEG has enough rows to be displayed. Of a progressive one, few bytes give all of them, coarsely. */
export async function hasEnoughRows(file: string): Promise<boolean> {
  // Some of them libjpeg gives up.
  const decoded = await readRows(file).catch(() => undefined);
  if (!decoded) return false;
  const { data, info } = decoded;
  const row = SAMPLE.width * info.channels;
  const isMissing = (y: number): boolean =>
    data.subarray((y - 1) * row, y * row).every((value) => Math.abs(value - GREY) <= TOLERANCE);
  let rows = SAMPLE.height;
  while (rows > 0 && isMissing(rows)) rows -= 1;
  return rows >= MIN_ROWS * SAMPLE.height;
}
