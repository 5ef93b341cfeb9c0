import { createWriteStream, mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { ZipEntry } from './zip.ts';

/** The path of a ZIP, and a file in it. */
export interface FileInZip {
  readonly zip: string;
  readonly entry: ZipEntry;
}

/** Compressed files of ZIPs while they are uploaded, unpacked into a temporary folder: a few at a time, never a whole ZIP. */
export class InflatedFiles {
  #folder: string | undefined;

  #pathOf(id: string): string {
    if (this.#folder === undefined) {
      const folder = mkdtempSync(join(tmpdir(), 'maru-zip-'));
      this.#folder = folder;
      process.once('exit', () => {
        rmSync(folder, { recursive: true, force: true });
      });
    }
    return join(this.#folder, id);
  }

  /** The bytes of a file in a ZIP: inside the ZIP, or unpacked until `remove(id)`. Rejects if they are damaged. */
  async open(id: string, { zip, entry }: FileInZip): Promise<Blob> {
    const range = await entry.range();
    if (range) return (await openAsBlob(zip)).slice(range.start, range.end);
    const path = this.#pathOf(id);
    try {
      await entry.inflate(Writable.toWeb(createWriteStream(path)));
    } catch (error) {
      // Damaged, or the disk is full: what was written must not stay.
      await this.remove(id);
      throw error;
    }
    return openAsBlob(path);
  }

  async remove(id: string): Promise<void> {
    if (this.#folder !== undefined) await rm(join(this.#folder, id), { force: true });
  }
}
