import type { ICloudExport, ICloudMedia } from '../icloud/read-icloud.ts';
import type { Kind } from '../library/item.ts';
import { kindOfName } from '../media/file-names.ts';
import { compact } from '../schema.ts';
import { sidecarOfTakeout, type Sidecar } from '../library/sidecar.ts';
import type { TakeoutRule } from './match-takeout.ts';
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
 * What is done with a file of an export: it is added, describes others (`sidecar`) or files that are missing or ambiguous (`unused-sidecar`), is not a photo or
 * video, cannot be read, or is left out because it was in the trash, in the archive of Google Photos or hidden in iCloud. `broken-json`: it has the name of a
 * JSON file, but not its content.
 */
export type ImportStep =
  | 'add'
  | 'sidecar'
  | 'unused-sidecar'
  | 'in-trash'
  | 'archived'
  | 'hidden'
  | 'not-media'
  | 'broken-json'
  | UnreadableStep;

/** What the programs that exported files knew about them. */
export interface Exported<F> {
  readonly takeout: Takeout<F>;
  readonly icloud: ICloudExport<F>;
}

/** What is known about a file, whichever program exported it. */
interface Known<F> {
  /** The titles of its albums. */
  readonly albums: readonly string[];
  /** A folder whose name may tell its date: of an album of Google Photos. */
  readonly folder?: string;
  /** The file that describes it, and by which rule Google's was found. */
  readonly describedBy?: F;
  readonly rule?: TakeoutRule;
  /** Several files could describe it. */
  readonly isAmbiguous?: true;
  readonly sidecar?: Sidecar;
  /** It becomes a favourite of the person who imports it. */
  readonly isFavourite?: true;
  /** It was in the archive of Google Photos. */
  readonly isArchived?: true;
}

/** A file of an export, and what is done with it. */
export interface PlannedFile<F> extends Known<F> {
  readonly file: F;
  readonly step: ImportStep;
}

function knownByGoogle<F>({ album, source, isAmbiguous }: TakeoutMedia<F>): Known<F> {
  const { item, file: describedBy, rule } = source ?? {};
  return compact({
    ...{ albums: album === undefined ? [] : [album], folder: album, describedBy, rule, isAmbiguous },
    sidecar: item && sidecarOfTakeout(item),
    isFavourite: item?.isFavourite ? (true as const) : undefined,
    isArchived: item?.isArchived ? (true as const) : undefined,
  });
}

const knownByApple = <F>({ source, albums, sidecar, isFavourite }: ICloudMedia<F>): Known<F> =>
  compact({ albums, describedBy: source, sidecar, isFavourite: isFavourite ? (true as const) : undefined });

function stepOf<F extends PlannableFile>(
  file: F,
  { takeout, icloud }: Exported<F>,
  { broken, unused }: { readonly broken: ReadonlySet<F>; readonly unused: ReadonlySet<F> },
  withArchived: boolean,
): ImportStep {
  if (file.problem) return file.problem;
  if (file.type === 'unreadable') return 'unreadable';
  if (unused.has(file)) return 'unused-sidecar';
  if (takeout.jsonFiles.has(file) || icloud.lists.has(file)) return 'sidecar';
  if (broken.has(file)) return 'broken-json';
  if (file.type !== 'media') return 'not-media';
  const item = takeout.media.get(file)?.source?.item;
  if (item?.isTrashed) return 'in-trash';
  return item?.isArchived && !withArchived ? 'archived' : (icloud.media.get(file)?.leftOut ?? 'add');
}

/** Decides for every file of an export what is done with it, in order. */
export function planImport<F extends PlannableFile>(
  files: readonly F[],
  exported: Exported<F>,
  { withArchived }: { readonly withArchived: boolean },
): PlannedFile<F>[] {
  const { takeout, icloud } = exported;
  const sets = { broken: new Set(takeout.broken), unused: new Set([...takeout.unused, ...takeout.ambiguous]) };
  return files.map((file) => {
    const [google, apple] = [takeout.media.get(file), icloud.media.get(file)];
    const known = google ? knownByGoogle(google) : apple ? knownByApple(apple) : { albums: [] };
    return { file, ...known, step: stepOf(file, exported, sets, withArchived) };
  });
}

/** What an import would do. */
export interface ImportSummary<F> {
  /** How many items are added, by kind, and their bytes. */
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
  /** In the hidden album of iCloud. */
  readonly hidden: number;
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
    undescribed: count(added, ({ describedBy }) => !describedBy),
    albums: [...new Set(added.flatMap(({ albums }) => albums))],
    inTrash: count(plan, ({ step }) => step === 'in-trash'),
    hidden: count(plan, ({ step }) => step === 'hidden'),
    archived: count(plan, ({ step, isArchived }) => isArchived && (step === 'add' || step === 'archived')),
    unreadable: plan.flatMap(({ file, step }) => (isUnreadable(step) ? [{ file, step }] : [])),
    brokenJson: count(plan, ({ step }) => step === 'broken-json'),
  };
}

/** Google and Apple number the parts of an export: `takeout-20240712T112341Z-1-001.zip`, `iCloud Photos Part 1 of 3.zip`. */
const GOOGLE_PART = /^(?<before>takeout-.*-)(?<number>\d{3})(?<after>\.zip)$/i;
const APPLE_PART = /^(?<before>.* part )(?<number>\d+)(?<after> of (?<count>\d+)\.zip)$/i;
/** Nobody has as many parts: a larger number is a name that only looks like theirs. */
const MAX_PARTS = 1000;

/** The names of the parts that are missing; of Google's, whose count is unknown, only those before the last one that there is. */
export function missingParts(names: readonly string[]): string[] {
  const series = new Map<string, { numbers: Set<number>; last: number; nameOf: (n: number) => string }>();
  for (const name of names) {
    const {
      before = '',
      number = '',
      after = '',
      count,
    } = (GOOGLE_PART.exec(name) ?? APPLE_PART.exec(name))?.groups ?? {};
    if (number === '') continue;
    const width = count === undefined ? number.length : 1;
    const nameOf = (n: number): string => `${before}${String(n).padStart(width, '0')}${after}`;
    const known = series.get(before + after) ?? { numbers: new Set(), last: 0, nameOf };
    known.numbers.add(Number(number));
    series.set(before + after, { ...known, last: Math.max(known.last, Number(count ?? number)) });
  }
  return [...series.values()].flatMap(({ numbers, last, nameOf }) =>
    Array.from({ length: Math.min(last, MAX_PARTS) }, (_, n) => n + 1)
      .filter((n) => !numbers.has(n))
      .map(nameOf),
  );
}
