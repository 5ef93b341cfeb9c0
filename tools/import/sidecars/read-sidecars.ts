import type { LocalFile } from '../local-file.ts';
import { readTakeout } from './takeout.ts';
import { readICloud } from './icloud.ts';
import { readPicasa } from './picasa.ts';
import { readXmpSidecars } from './xmp.ts';

/** Completes files by what other programs knew about them: Google's and Apple's exports first, then XMP, then Picasa. */
export async function readSidecars(files: readonly LocalFile[]): Promise<LocalFile[]> {
  return readPicasa(await readXmpSidecars(await readICloud(await readTakeout(files))));
}
