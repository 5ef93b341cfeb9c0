import { stat } from 'node:fs/promises';
import { MAX_PIXELS } from '@maru/model';
import sharp, { type Metadata } from 'sharp';

let last: { readonly of: string; readonly header: Promise<Metadata> } | undefined;

/**
 * A picture's header as libvips reads it, of its first page; rejects as sharp does. The last one is kept, since making a photo asks
 * for the same one five times, a millisecond each; a file that was written anew is another.
 */
export async function headerOf(file: string): Promise<Metadata> {
  const { ino, size, mtimeMs } = await stat(file);
  const of = [file, ino, size, mtimeMs].join(' ');
  if (last?.of !== of)
    last = { of, header: sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 }).metadata() };
  return last.header;
}

/** The same, or nothing where it cannot be read. */
export const readableHeaderOf = (file: string): Promise<Metadata | undefined> => headerOf(file).catch(() => undefined);
