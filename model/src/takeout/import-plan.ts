import type { Kind } from '../library/item.ts';
import { kindOfName } from '../media/file-names.ts';
import { sidecarOfTakeout, type Sidecar } from '../library/sidecar.ts';
import type { ExportFile, Takeout, TakeoutMedia } from './read-takeout.ts';
import type { ZipProblem } from './zip-entry.ts';

/** A file of an export that can be planned. */
export interface PlannableFile extends ExportFile {
  /** Bytes. */
  readonly size: number;
  readonly problem?: ZipProblem;
}

/** Why a file of an export cannot be read. */
export type UnreadableStep = 'unreadable' | ZipProblem;

/**
 * What is done with a file of an export: it is added, describes others (`json`), is not a photo or video, cannot be read, or is left out because it was in the
 * trash or the archive of Google Photos. `broken-json`: it has the name of a JSON file, but not its content.
 */
export type ImportStep = 'add' | 'json' | 'in-trash' | 'archived' | 'not-media' | 'broken-json' | UnreadableStep;

/** A file of an export, and what is done with it. */
export interface PlannedFile<F> extends TakeoutMedia<F> {
  readonly file: F;
  readonly step: ImportStep;
  readonly sidecar?: Sidecar;
  /** It becomes a favourite of the person who imports it. */
  readonly isFavourite?: true;
}

function stepOf<F extends PlannableFile>(file: F, takeout: Takeout<F>, broken: ReadonlySet<F>, withArchived: boolean) {
  if (file.problem) return file.problem;
  if (file.type === 'unreadable') return 'unreadable';
  if (takeout.jsonFiles.has(file)) return 'json';
  if (broken.has(file)) return 'broken-json';
  if (file.type !== 'media') return 'not-media';
  const item = takeout.media.get(file)?.source?.item;
  if (item?.isTrashed) return 'in-trash';
  return item?.isArchived && !withArchived ? 'archived' : 'add';
}

/** Decides for every file of an export what is done with it, in order. */
export function planImport<F extends PlannableFile>(
  files: readonly F[],
  takeout: Takeout<F>,
  { withArchived }: { readonly withArchived: boolean },
): PlannedFile<F>[] {
  const broken = new Set(takeout.broken);
  return files.map((file) => {
    const known = takeout.media.get(file);
    const sidecar = known?.source && sidecarOfTakeout(known.source.item);
    return {
      ...{ file, ...known, step: stepOf(file, takeout, broken, withArchived) },
      ...(sidecar && { sidecar }),
      ...(known?.source?.item.isFavourite && { isFavourite: true }),
    };
  });
}

/** What an import would do. */
export interface ImportSummary<F> {
  /** Of what is added, by kind, and its bytes. */
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly bytes: number;
  /** How many of them have their date from the export, and how many a caption or people. */
  readonly dated: number;
  readonly captioned: number;
  readonly withPeople: number;
  readonly favourites: number;
  /** Those without a JSON file that is theirs for sure: their date is that of the file. */
  readonly undescribed: number;
  /** The titles of the albums, in order, each once. */
  readonly albums: readonly string[];
  readonly inTrash: number;
  /** In the archive of Google Photos, whether they are added or not. */
  readonly archived: number;
  /** Files that cannot be read, and why. */
  readonly unreadable: readonly { readonly file: F; readonly step: UnreadableStep }[];
  readonly brokenJson: number;
}

const UNREADABLE: ReadonlySet<ImportStep> = new Set<UnreadableStep>([
  'unreadable',
  'bad-zip',
  'encrypted',
  'unsupported-compression',
  'zip-bomb',
]);

const isUnreadable = (step: ImportStep): step is UnreadableStep => UNREADABLE.has(step);

/** Counts what an import would do. */
export function summaryOf<F extends PlannableFile>(plan: readonly PlannedFile<F>[]): ImportSummary<F> {
  const added = plan.filter(({ step }) => step === 'add');
  const kinds = { photo: 0, video: 0, sound: 0 };
  for (const { file } of added) kinds[kindOfName(file.name)] += 1;
  const count = (all: readonly PlannedFile<F>[], is: (one: PlannedFile<F>) => unknown): number => all.filter(is).length;
  return {
    kinds,
    bytes: added.reduce((sum, { file }) => sum + file.size, 0),
    dated: count(added, ({ sidecar }) => sidecar?.takenAt !== undefined),
    captioned: count(added, ({ sidecar }) => sidecar?.caption),
    withPeople: count(added, ({ sidecar }) => sidecar?.people),
    favourites: count(added, ({ isFavourite }) => isFavourite),
    undescribed: count(added, ({ source }) => !source),
    albums: [...new Set(added.flatMap(({ album }) => album ?? []))],
    inTrash: count(plan, ({ step }) => step === 'in-trash'),
    archived: count(plan, ({ step, source }) => source?.item.isArchived && (step === 'add' || step === 'archived')),
    unreadable: plan.flatMap(({ file, step }) => (isUnreadable(step) ? [{ file, step }] : [])),
    brokenJson: count(plan, ({ step }) => step === 'broken-json'),
  };
}

/** Google numbers the parts of an export: `takeout-20240712T112341Z-1-001.zip`. */
const PART = /^(takeout-.*)-(\d{3})\.zip$/i;

/** The names of the parts that are missing before the last of those that there are. */
export function missingParts(names: readonly string[]): string[] {
  const parts = new Map<string, Set<number>>();
  for (const name of names) {
    const [, series, number] = PART.exec(name) ?? [];
    if (series !== undefined) parts.set(series, (parts.get(series) ?? new Set()).add(Number(number)));
  }
  return [...parts].flatMap(([series, numbers]) =>
    Array.from({ length: Math.max(...numbers) }, (_, n) => n + 1)
      .filter((n) => !numbers.has(n))
      .map((n) => `${series}-${String(n).padStart(3, '0')}.zip`),
  );
}
