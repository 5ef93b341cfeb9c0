import { isTemporary } from '@maru/model/api/error';
import { ALL, type AlbumId, type LibraryId } from '@maru/model/ids';
import { albumsFor } from '@maru/model/library/album';
import { missingParts, planImport, summaryOf, type PlannedFile } from '@maru/model/takeout/import-plan';
import { linesOf, type ImportRow, type ReportLine } from '@maru/model/takeout/import-report';
import { readTakeout, type Takeout } from '@maru/model/takeout/read-takeout';
import { BadZip } from '@maru/model/takeout/zip-entry';
import type { Platform } from '@maru/model/upload/platform';
import type { ImportStore } from '../../device/zips/import-store.ts';
import type { Zips } from '../../device/zips/zips.svelte.ts';
import type { LibraryView } from '../library.svelte.ts';
import { waitToRetry } from '../retry.ts';
import type { Uploads } from '../uploads.svelte.ts';
import { isZip, listChosen, readText, type ChosenExportFile, type ChosenFile } from './list-export.ts';

/** What an import needs. */
interface Ports {
  readonly zips: Zips;
  readonly imports: ImportStore;
  readonly uploads: Pick<Uploads, 'import' | 'continueImports'>;
  readonly view: Pick<LibraryView, 'id' | 'albums' | 'createAlbum'>;
  readonly platform: Pick<Platform, 'now'>;
}

/** `choosing` files, `reading` what is in them, the `preview`, `starting` to upload, and `started`. */
export type ImportPhase = 'choosing' | 'reading' | 'preview' | 'starting' | 'started';

const rowOf = ({ file, step, album, source, isAmbiguous }: PlannedFile<ChosenExportFile>): ImportRow => ({
  ...{ file: file.path, step },
  ...(step === 'add' && { key: file.source.key }),
  ...(album !== undefined && { album }),
  ...(source && { describedBy: source.file.path, rule: source.rule }),
  ...(isAmbiguous && { isAmbiguous }),
});

/** An import of a Google Photos export into a library: reads the ZIPs or folders that were chosen, shows what would happen, and uploads. */
export class TakeoutImport {
  #phase = $state<ImportPhase>('choosing');
  #read = $state.raw({ done: 0, all: 0 });
  #files = $state.raw<readonly ChosenExportFile[]>([]);
  #takeout = $state.raw<Takeout<ChosenExportFile>>();
  /** Whether photos are added that are in the archive of Google Photos. */
  withArchived = $state(true);
  #names = $state.raw<readonly string[]>([]);
  #chosenZips: readonly (readonly [key: string, zip: ChosenFile])[] = [];
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get phase(): ImportPhase {
    return this.#phase;
  }

  /** How many JSON files were read, of how many. */
  get read(): { readonly done: number; readonly all: number } {
    return this.#read;
  }

  readonly plan = $derived(
    this.#takeout ? planImport(this.#files, this.#takeout, { withArchived: this.withArchived }) : [],
  );
  readonly summary = $derived(summaryOf(this.plan));
  /** How many items are described whose file is in no ZIP that was chosen. */
  readonly unused = $derived(this.#takeout?.unused.length ?? 0);
  /** The names of ZIPs of the export that were not chosen. */
  readonly missing = $derived(this.#takeout ? missingParts(this.#names) : []);

  /** Adds files or ZIPs to what was chosen, and reads what describes them. Rejects if they can no longer be read. */
  async choose(chosen: readonly ChosenFile[]): Promise<void> {
    const { zips } = this.#ports;
    this.#phase = 'reading';
    this.#read = { done: 0, all: 0 };
    try {
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- gone at once
      const byKey = new Map(this.#files.map((file) => [file.source.key, file]));
      for (const one of chosen) {
        const { files, zip } = await listChosen(one.file, zips);
        if (zip !== undefined) this.#chosenZips = [...this.#chosenZips, [zip, one]];
        for (const file of files) if (!byKey.has(file.source.key)) byKey.set(file.source.key, file);
      }
      const names = chosen.filter(({ file }) => isZip(file)).map(({ file }) => file.name);
      this.#names = [...this.#names, ...names];
      this.#files = [...byKey.values()];
      this.#takeout = await readTakeout(
        this.#files,
        (file, maxBytes) => readText(file, maxBytes, zips),
        (done, all) => (this.#read = { done, all }),
      );
      this.#phase = 'preview';
    } catch (error) {
      this.reset();
      throw error;
    }
  }

  /** Forgets what was chosen. */
  reset(): void {
    this.#files = [];
    this.#names = [];
    this.#chosenZips = [];
    this.#takeout = undefined;
    this.#phase = 'choosing';
  }

  /** Creates the albums and begins to upload. Rejects as `Cloud.call` does; nothing is uploaded then. */
  async start(): Promise<void> {
    const { imports, uploads, view, platform } = this.#ports;
    const [library, plan] = [view.id, this.plan];
    this.#phase = 'starting';
    try {
      const added = Map.groupBy(
        plan.filter(({ step }) => step === 'add'),
        ({ album }) => album,
      );
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- gone at once
      const albums = new Map<string | undefined, readonly AlbumId[]>();
      for (const title of added.keys()) albums.set(title, title === undefined ? [ALL] : await this.#albumsOf(title));
      for (const [key, { file, handle }] of this.#chosenZips)
        await imports.keepZip(key, { name: file.name, size: file.size, ...(handle && { handle }) });
      await imports.keepImport(library, { at: platform.now(), rows: plan.map(rowOf) });
      for (const [title, files] of added) {
        const known = await imports.imported(
          library,
          files.map(({ file }) => file.source.key),
        );
        const toAdd = files.map(({ file: { source, name, size }, sidecar, isFavourite }) => ({
          ...{ source, name, size, sidecar, isFavourite, item: known.get(source.key)?.item },
          // A year's folder says nothing; that of an album is the album.
          folder: title,
        }));
        uploads.import(toAdd, library, albums.get(title) ?? [ALL]);
      }
      this.#phase = 'started';
    } catch (error) {
      this.#phase = 'preview';
      throw error;
    }
  }

  /** The albums that files of an album go to; it is created for the whole library if there is none of that title. */
  async #albumsOf(title: string): Promise<readonly AlbumId[]> {
    const { view } = this.#ports;
    const found = view.albums?.find(([, album]) => album.title.normalize('NFC') === title);
    if (found) return albumsFor(found[0], found[1].audience, ALL);
    const audience = { kind: 'library' } as const;
    for (let tries = 0; ; tries += 1) {
      try {
        return albumsFor(await view.createAlbum(title, audience), audience, ALL);
      } catch (error) {
        if (!isTemporary(error)) throw error;
        await waitToRetry(tries);
      }
    }
  }

  /**
   * Opens ZIPs again for which files of an earlier window wait, and continues with them. Returns the number of those that are among `chosen`.
   * ZIPs are known by their directory, whatever their names.
   */
  async continue(chosen: readonly File[]): Promise<number> {
    const { zips, uploads } = this.#ports;
    let opened = 0;
    for (const file of chosen) {
      const zip = await zips.open(file).catch((error: unknown) => {
        if (!(error instanceof BadZip)) throw error;
        return undefined;
      });
      if (zip && zips.waiting.some(({ key }) => key === zip.key)) opened += 1;
    }
    if (opened > 0) await uploads.continueImports();
    return opened;
  }
}

/** The lines of the last import into a library; undefined if this device knows none. */
export async function lastReport(imports: ImportStore, library: LibraryId): Promise<ReportLine[] | undefined> {
  const last = await imports.lastImport(library);
  if (!last) return undefined;
  const keys = last.rows.flatMap(({ key }) => key ?? []);
  return linesOf(last.rows, await imports.imported(library, keys));
}
