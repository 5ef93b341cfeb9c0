import { isTemporary } from '@maru/model/api/error';
import { groupBy } from '@maru/model/group-by';
import { ALL, type AlbumId, type LibraryId } from '@maru/model/ids';
import { albumsFor } from '@maru/model/library/album';
import { MAX_ALBUMS_PER_ITEM } from '@maru/model/limits';
import { readICloud } from '@maru/model/icloud/read-icloud';
import { missingParts, planImport, summaryOf, type Exported, type PlannedFile } from '@maru/model/takeout/import-plan';
import { linesOf, type ImportRow, type ReportLine } from '@maru/model/takeout/import-report';
import { readTakeout } from '@maru/model/takeout/read-takeout';
import { BadZip } from '@maru/model/takeout/zip-entry';
import type { Platform } from '@maru/model/upload/platform';
import type { ImportStore } from '../../device/zips/import-store.ts';
import type { Zips } from '../../device/zips/zips.svelte.ts';
import type { LibraryView } from '../library.svelte.ts';
import { waitToRetry } from '../retry.ts';
import type { Uploads } from '../uploads.svelte.ts';
import {
  isImportInProgress,
  isZip,
  listChosen,
  readText,
  type ChosenExportFile,
  type ChosenFile,
} from './list-export.ts';

/** What an import needs. */
interface Ports {
  readonly zips: Zips;
  readonly imports: ImportStore;
  readonly uploads: Pick<Uploads, 'import' | 'importing' | 'continueImports'>;
  readonly view: Pick<LibraryView, 'id' | 'albums' | 'createAlbum'>;
  readonly platform: Pick<Platform, 'now'>;
}

/** `choosing` files, `reading` what is in them, the `preview`, `starting` to upload, `started`, or `continued` an earlier import, whose ZIPs were chosen again. */
export type ImportPhase = 'choosing' | 'reading' | 'preview' | 'starting' | 'started' | 'continued';

const rowOf = ({ file, step, albums, describedBy, rule, isAmbiguous }: PlannedFile<ChosenExportFile>): ImportRow => ({
  ...{ file: file.path, step },
  ...(step === 'add' && { key: file.source.key }),
  ...(albums.length > 0 && { album: albums.join('; ') }),
  ...(describedBy && { describedBy: describedBy.path }),
  ...(rule && { rule }),
  ...(isAmbiguous && { isAmbiguous }),
});

/** An import of an export of Google Photos or iCloud into a library: reads the ZIPs or folders that were chosen, shows what would happen, and uploads. */
export class TakeoutImport {
  #phase = $state<ImportPhase>('choosing');
  #read = $state.raw({ done: 0, all: 0 });
  #files = $state.raw<readonly ChosenExportFile[]>([]);
  #exported = $state.raw<Exported<ChosenExportFile>>();
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
    this.#exported ? planImport(this.#files, this.#exported, { withArchived: this.withArchived }) : [],
  );
  readonly summary = $derived(summaryOf(this.plan));
  /** How many items are described whose file is in no ZIP that was chosen. */
  readonly unused = $derived(this.#exported?.takeout.unused.length ?? 0);
  /** The names of ZIPs of the export that were not chosen. */
  readonly missing = $derived(this.#exported ? missingParts(this.#names) : []);

  /**
   * Adds files or ZIPs to what was chosen, and reads what describes them. ZIPs whose import is not over continue it instead. Rejects if they can no longer be
   * read.
   */
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
      if (await this.#continueUnfinished([...byKey.values()])) {
        this.reset();
        this.#phase = 'continued';
        return;
      }
      const names = chosen.filter(({ file }) => isZip(file)).map(({ file }) => file.name);
      this.#names = [...this.#names, ...names];
      this.#files = [...byKey.values()];
      const read = (file: ChosenExportFile, maxBytes: number): Promise<string> => readText(file, maxBytes, zips);
      const onread = (done: number, all: number): void => void (this.#read = { done, all });
      const takeout = await readTakeout(this.#files, read, onread);
      this.#exported = { takeout, icloud: await readICloud(this.#files, read) };
      this.#phase = 'preview';
    } catch (error) {
      this.reset();
      throw error;
    }
  }

  /** Continues an earlier import if files of it are among these. Returns whether the others are in ZIPs of such imports, too. */
  async #continueUnfinished(files: readonly ChosenExportFile[]): Promise<boolean> {
    const { imports, uploads, view } = this.#ports;
    const keys = files.map(({ source }) => source.key);
    const importing = await uploads.importing(view.id);
    if (!keys.some((key) => importing.has(key))) return false;
    await uploads.continueImports();
    const imported = await imports.imported(view.id, keys);
    return isImportInProgress(files, [...importing, ...imported.keys()]);
  }

  /** Forgets what was chosen. */
  reset(): void {
    this.#files = [];
    this.#names = [];
    this.#chosenZips = [];
    this.#exported = undefined;
    this.#phase = 'choosing';
  }

  /** Creates the albums and begins to upload. Rejects as `Cloud.call` does; nothing is uploaded then. */
  async start(): Promise<void> {
    const { imports, uploads, view, platform } = this.#ports;
    const [library, plan] = [view.id, this.plan];
    this.#phase = 'starting';
    try {
      const importing = await uploads.importing(library);
      const added = plan.filter(({ step, file }) => step === 'add' && !importing.has(file.source.key));
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- gone at once
      const idsOf = new Map<string, readonly AlbumId[]>();
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- gone at once
      for (const title of new Set(added.flatMap(({ albums }) => albums))) idsOf.set(title, await this.#albumsOf(title));
      for (const [key, { file, handle }] of this.#chosenZips)
        await imports.keepZip(key, { name: file.name, size: file.size, ...(handle && { handle }) });
      await imports.keepImport(library, { at: platform.now(), rows: plan.map(rowOf) });
      const stored: Promise<void>[] = [];
      for (const files of groupBy(added, ({ albums }) => albums.join('\n')).values()) {
        // eslint-disable-next-line svelte/prefer-svelte-reactivity -- gone at once
        const ids = [...new Set(files[0]?.albums.flatMap((title) => idsOf.get(title) ?? []))];
        const keys = files.map(({ file }) => file.source.key);
        const known = await imports.imported(library, keys);
        const toAdd = files.map(({ file: { source, name, size }, folder, sidecar, isFavourite }) => ({
          ...{ source, name, size, folder, sidecar, isFavourite, item: known.get(source.key)?.item },
        }));
        stored.push(uploads.import(toAdd, library, ids.length > 0 ? ids.slice(0, MAX_ALBUMS_PER_ITEM) : [ALL]));
      }
      await Promise.all(stored);
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
