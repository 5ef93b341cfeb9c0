import type { LibraryId } from '@maru/model/ids';
import { filesOfZip, type ZipFile } from '@maru/model/takeout/zip-files';
import type { InflatableEntry } from './read-zip.ts';

// In a chunk of its own, because few people import ZIPs.
const reader = () => import('./read-zip.ts');

/** A file in a ZIP: the key of the ZIP, and its place in the directory. */
export interface FileInZip {
  readonly zip: string;
  readonly index: number;
}

/** A file of an export to upload: chosen itself or in a ZIP that was chosen, and the key under which its outcome is remembered. */
export interface ExportSource {
  readonly key: string;
  readonly at: File | FileInZip;
}

/** What an upload reads. */
export type UploadSource = File | ExportSource;

/** A ZIP from which files of an earlier window wait to be uploaded. */
export interface WaitingZip {
  readonly key: string;
  readonly library: LibraryId;
  /** How many files wait for it. */
  readonly count: number;
}

/** A file in a ZIP that was chosen, and where it is. */
export interface ListedFile extends Omit<ZipFile<never>, 'entry'> {
  readonly source: FileInZip;
  /** As in the ZIP: a label. */
  readonly path: string;
}

/** The ZIPs that a person chose in this window. They are read by ranges and never unpacked whole. */
export class Zips {
  /** Those that must be chosen again, because files of an earlier window wait for them. */
  waiting = $state.raw<readonly WaitingZip[]>([]);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no component reads it
  readonly #open = new Map<string, { readonly file: File; readonly entries: readonly InflatableEntry[] }>();

  /** Opens a ZIP. Throws BadZip. */
  async open(file: File): Promise<{ readonly key: string; readonly list: () => Promise<ListedFile[]> }> {
    const { readZip } = await reader();
    const { key, entries } = await readZip(file);
    this.#open.set(key, { file, entries });
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never changes
    const indexOf = new Map(entries.map((entry, index) => [entry, index]));
    return {
      key,
      list: async () =>
        (await filesOfZip(file, entries)).map(({ entry, ...listed }) => ({
          ...listed,
          path: entry.path,
          source: { zip: key, index: indexOf.get(entry) ?? -1 },
        })),
    };
  }

  has(key: string): boolean {
    return this.#open.has(key);
  }

  /** The bytes of a file: a part of the ZIP, or inflated. Rejects if they are damaged or the ZIP was not chosen in this window. */
  async read({ zip, index }: FileInZip): Promise<Blob> {
    const open = this.#open.get(zip);
    const entry = open?.entries[index];
    if (!open || !entry) throw new Error('the ZIP is not open');
    const range = await entry.range();
    if (range) return open.file.slice(range.start, range.end);
    const { inflated } = await reader();
    return inflated(entry);
  }
}
