import { stat } from 'node:fs/promises';
import { MAX_PIXELS } from '@maru/model';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';

// 'error' takes what other programs show (odd markers, wrong counts) and refuses what ends too early.
/** A picture that a stranger sent, its first page, for sharp to read. */
export const opened = (file: string, more?: SharpOptions): Sharp =>
  sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1, ...more });

/** A picture's header as libvips reads it, of its first page; rejects as sharp does, where the bytes are to blame. */
interface Look {
  readonly header: Promise<Metadata>;
}

let last: (Look & { readonly of: string }) | undefined;

/**
 * Looks at a picture's header. The last one is kept, since making a photo asks for the same one five times, a millisecond each; a file
 * that was written anew is another. Rejects where the machine is to blame.
 */
export async function headerOf(file: string): Promise<Look> {
  const { ino, size, mtimeMs } = await stat(file);
  const of = [file, ino, size, mtimeMs].join(' ');
  if (last?.of !== of) last = { of, header: opened(file).metadata() };
  return last;
}

/** The header itself, or nothing where the bytes have none that can be read. */
export const readableHeaderOf = async (file: string): Promise<Metadata | undefined> =>
  (await headerOf(file)).header.catch(() => undefined);
