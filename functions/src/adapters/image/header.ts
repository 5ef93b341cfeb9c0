import { stat } from 'node:fs/promises';
import { MAX_PIXELS } from '@maru/model';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';

// failOn 'error' accepts what other viewers show (odd markers, wrong counts) and rejects truncated files.
/** Opens an untrusted image with sharp: first page only, limited in pixels. */
export const openImage = (file: string, more?: SharpOptions): Sharp =>
  sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1, ...more });

/** The header of the first page as libvips reads it; rejects, as sharp does, for a malformed file. */
interface HeaderRead {
  readonly header: Promise<Metadata>;
}

let last: (HeaderRead & { readonly of: string }) | undefined;

/**
 * Reads an image's header. The last one is cached, because processing a photo asks for it five times (1 ms each); the key includes inode,
 * size and mtime, so a rewritten file is read again. Rejects only for I/O errors.
 */
export async function readHeader(file: string): Promise<HeaderRead> {
  const { ino, size, mtimeMs } = await stat(file);
  const of = [file, ino, size, mtimeMs].join(' ');
  if (last?.of !== of) last = { of, header: openImage(file).metadata() };
  return last;
}

/** The header, or undefined for a malformed file. */
export const tryReadHeader = async (file: string): Promise<Metadata | undefined> =>
  (await readHeader(file)).header.catch(() => undefined);
