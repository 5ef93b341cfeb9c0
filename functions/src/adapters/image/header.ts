import { access } from 'node:fs/promises';
import { MAX_PIXELS, ProcessingError } from '@maru/model';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';

// failOn 'error' accepts what other viewers show (odd markers, wrong counts) and rejects truncated files.
/** Opens an untrusted image with sharp: first page only, limited in pixels. */
export const openImage = (file: string, more?: SharpOptions): Sharp =>
  sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1, ...more });

/** Maps a libvips error to a refusal: a HEIC with more items than libheif takes, such as hundreds of tiles, is not damaged. */
export function refusalOf(error: unknown): ProcessingError {
  const text = error instanceof Error ? error.message : String(error);
  if (/exceeds pixel limit/i.test(text)) return new ProcessingError('too-many-pixels', text);
  return new ProcessingError(/security limit/i.test(text) ? 'no-decoder' : 'unreadable', text);
}

/** Reads the header of the first page (about 0.6 ms). Throws ProcessingError for a malformed file, the system's error for a missing one. */
export async function readHeader(file: string): Promise<Metadata> {
  await access(file);
  try {
    return await openImage(file).metadata();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The header, or undefined for a malformed file. */
export async function tryReadHeader(file: string): Promise<Metadata | undefined> {
  try {
    return await readHeader(file);
  } catch (error) {
    if (error instanceof ProcessingError) return undefined;
    throw error;
  }
}
