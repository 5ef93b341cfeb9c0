import type { Sidecar, TakeoutRule, ZipProblem } from '@maru/model';
import type { FileInZip } from './inflated-files.ts';

/** A file on the command line, in a folder or in a ZIP. `media` has the content or the extension of an image, video or sound. */
export interface LocalFile {
  /** Where it is; for a file in a ZIP, the path of the ZIP, followed by its path there. */
  readonly path: string;
  /** The path of its ZIP, and the file in it. */
  readonly inZip?: FileInZip;
  /** The files of one recording after `path`, in order; absent if there are none. */
  readonly furtherPaths?: readonly string[];
  /** File name in NFC. */
  readonly name: string;
  /** Its folder, starting with the one on the command line; absent for a file on the command line. */
  readonly folder?: string;
  /** The title that a person gave its folder in another program. */
  readonly folderTitle?: string;
  /** Bytes of all its files. */
  readonly size: number;
  /** `sidecar`: it describes other files. `unused-sidecar`: those files are not here, or it is damaged. `in-trash` and `hidden`: it was so in the program that exported it. */
  readonly type: 'media' | 'not-media' | 'unreadable' | 'sidecar' | 'unused-sidecar' | 'in-trash' | 'hidden';
  /** Why it is unreadable, if that is known. */
  readonly problem?: ZipProblem;
  /** What the program that exported it knew about it. */
  readonly sidecar?: Sidecar;
  /** It was a favourite there. */
  readonly isFavourite?: true;
  /** The file that says so, and how it was found. */
  readonly matchedBy?: { readonly file: string; readonly rule: TakeoutRule };
  /** No file of its export says so: several could be it, or none is there. */
  readonly unmatched?: 'ambiguous' | 'missing';
  /** The titles of the albums that it was in. */
  readonly albums?: readonly string[];
}
