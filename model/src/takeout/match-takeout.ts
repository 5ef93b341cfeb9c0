import { groupBy } from '../group-by.ts';
import type { TakeoutItem } from './takeout-json.ts';
import {
  continuesCut,
  CUT_KEY,
  isNameOf,
  jsonNameParts,
  nameParts,
  numbered,
  originalOf,
  stillsOf,
  type JsonNameParts,
  type NameParts,
} from './takeout-names.ts';

/** A file of an export. */
export interface TakeoutFile {
  /** Its folder; the same in all parts of the export. */
  readonly folder: string;
  readonly name: string;
}

/** A JSON file that describes an item. */
export interface TakeoutSidecar extends TakeoutFile {
  readonly item: TakeoutItem;
}

/**
 * How a file was found to belong to a JSON file: `name` by its whole name, `cut` by the beginning of a long one, `no-extension` where the
 * JSON has none, `case` apart from capitals, `edited` and `motion` through the original or the still beside it.
 */
export type TakeoutRule = 'name' | 'cut' | 'no-extension' | 'case' | 'edited' | 'motion';

export interface TakeoutMatch<F, S> {
  readonly file: F;
  readonly sidecar: S;
  readonly rule: TakeoutRule;
}

/** Every file is in one of the first three. */
export interface TakeoutMatching<F, S> {
  readonly matches: readonly TakeoutMatch<F, S>[];
  /** Files that could belong to several JSON files, or whose JSON file several files could have. */
  readonly ambiguous: readonly { readonly file: F; readonly sidecars: readonly S[] }[];
  readonly unmatched: readonly F[];
  /** JSON files whose file is missing. */
  readonly unused: readonly S[];
}

/** A rule by which a file and a JSON file belong together: their keys are equal. */
interface Rule {
  readonly name: TakeoutRule;
  readonly ofSidecar: (sidecar: JsonNameParts) => string | undefined;
  readonly ofFile: (file: NameParts) => string;
  readonly applies?: (file: NameParts, sidecar: JsonNameParts) => boolean;
}

/** Strict rules before loose ones. */
const RULES: readonly Rule[] = [
  {
    name: 'name',
    ofSidecar: ({ base, number }) => numbered(base, number),
    ofFile: ({ whole, extension }) => whole + extension,
  },
  {
    name: 'cut',
    ofSidecar: ({ base, number = '', isCut }) => (isCut ? `${base.slice(0, CUT_KEY)}/${number}` : undefined),
    ofFile: ({ stem, extension, number = '' }) => `${(stem + extension).slice(0, CUT_KEY)}/${number}`,
    applies: (file, { base }) => continuesCut(base, file),
  },
  {
    name: 'no-extension',
    ofSidecar: ({ base, number }) => (number === undefined ? base : `${base}(${number})`),
    ofFile: ({ whole }) => whole,
  },
  {
    name: 'case',
    ofSidecar: ({ base, number }) => numbered(base, number).toLowerCase(),
    ofFile: ({ whole, extension }) => (whole + extension).toLowerCase(),
  },
];

/** A file or JSON file, and what its name says. */
interface Named<T, P> {
  readonly of: T;
  readonly parts: P;
}

/** Those that have a better claim than others, else all. */
const preferred = <T>(all: readonly T[], isBetter: (one: T) => boolean): readonly T[] => {
  const better = all.filter(isBetter);
  return better.length > 0 ? better : all;
};

/** The video of a motion photo has no JSON file of its own. */
const isStill = ({ parts }: { readonly parts: NameParts }): boolean => stillsOf(parts).length === 0;

type Open<F, S> = {
  readonly files: readonly Named<F, NameParts>[];
  readonly sidecars: readonly Named<S, JsonNameParts>[];
};

/** Applies one rule to what no earlier one has matched. */
function applyRule<F extends TakeoutFile, S extends TakeoutSidecar>(
  { name, ofSidecar, ofFile, applies }: Rule,
  { files, sidecars }: Open<F, S>,
): { matches: TakeoutMatch<F, S>[]; ambiguous: { file: F; sidecars: S[] }[] } {
  const hasTitle = (file: Named<F, NameParts>, sidecar: Named<S, JsonNameParts>): boolean =>
    isNameOf(sidecar.of.item.title, file.parts);
  const byKey = groupBy(sidecars, ({ parts }) => ofSidecar(parts));
  const wanted = new Map(
    files.map((file) => {
      const fitting = (byKey.get(ofFile(file.parts)) ?? []).filter((one) => applies?.(file.parts, one.parts) ?? true);
      return [file, preferred(fitting, (sidecar) => hasTitle(file, sidecar))];
    }),
  );
  const wantedBy = new Map(sidecars.map((one): [Named<S, JsonNameParts>, Named<F, NameParts>[]] => [one, []]));
  for (const [file, all] of wanted) for (const one of all) wantedBy.get(one)?.push(file);
  const matches: TakeoutMatch<F, S>[] = [];
  const ambiguous: { file: F; sidecars: S[] }[] = [];
  for (const [file, all] of wanted) {
    const rivals = (one: Named<S, JsonNameParts>): readonly Named<F, NameParts>[] =>
      preferred(
        preferred(wantedBy.get(one) ?? [], (rival) => hasTitle(rival, one)),
        isStill,
      );
    const mine = all.filter((one) => rivals(one).includes(file));
    const [only, ...others] = mine;
    if (!only) continue;
    if (others.length === 0 && rivals(only).length === 1) matches.push({ file: file.of, sidecar: only.of, rule: name });
    else ambiguous.push({ file: file.of, sidecars: mine.map(({ of }) => of) });
  }
  return { matches, ambiguous };
}

/** Matches edited copies and videos of motion photos, which have no JSON file of their own, through their original or still. */
function inherit<F extends TakeoutFile, S extends TakeoutSidecar>(
  files: readonly Named<F, NameParts>[],
  owners: readonly TakeoutMatch<F, S>[],
): TakeoutMatch<F, S>[] {
  const named = owners.map((owner) => ({ ...owner, parts: nameParts(owner.file.name.normalize('NFC')) }));
  const byName = groupBy(named, ({ parts }) => parts.whole);
  const stills = groupBy(named.filter(isStill), ({ parts }) => parts.whole.toLowerCase());
  return files.flatMap(({ of: file, parts }): TakeoutMatch<F, S>[] => {
    const originals = byName.get(originalOf(parts) ?? '') ?? [];
    const original = originals.find((one) => one.parts.extension === parts.extension) ?? originals[0];
    if (original) return [{ file, sidecar: original.sidecar, rule: 'edited' }];
    const [still] = stillsOf(parts).flatMap((stem) => stills.get(stem) ?? []);
    return still ? [{ file, sidecar: still.sidecar, rule: 'motion' }] : [];
  });
}

/** Matches the files of one folder. */
function matchFolder<F extends TakeoutFile, S extends TakeoutSidecar>(
  files: readonly F[],
  sidecars: readonly S[],
): TakeoutMatching<F, S> {
  const matches: TakeoutMatch<F, S>[] = [];
  const ambiguous: { file: F; sidecars: readonly S[] }[] = [];
  let open: Open<F, S> = {
    files: files.map((of) => ({ of, parts: nameParts(of.name.normalize('NFC')) })),
    sidecars: sidecars.map((of) => ({ of, parts: jsonNameParts(of.name.normalize('NFC')) })),
  };
  for (const rule of RULES) {
    const found = applyRule(rule, open);
    matches.push(...found.matches);
    ambiguous.push(...found.ambiguous);
    const settled = new Set([...found.matches, ...found.ambiguous].map(({ file }) => file));
    const used = new Set([
      ...found.matches.map(({ sidecar }) => sidecar),
      ...found.ambiguous.flatMap((one) => one.sidecars),
    ]);
    open = {
      files: open.files.filter(({ of }) => !settled.has(of)),
      sidecars: open.sidecars.filter(({ of }) => !used.has(of)),
    };
  }
  const inherited = inherit(open.files, matches);
  const settled = new Set(inherited.map(({ file }) => file));
  return {
    matches: [...matches, ...inherited],
    ambiguous,
    unmatched: open.files.map(({ of }) => of).filter((file) => !settled.has(file)),
    unused: open.sidecars.map(({ of }) => of),
  };
}

/** Finds the JSON file of each file of an export, whichever of its parts they are in. Names may be in NFD, as macOS writes them. */
export function matchTakeout<F extends TakeoutFile, S extends TakeoutSidecar>(
  files: readonly F[],
  sidecars: readonly S[],
): TakeoutMatching<F, S> {
  const filesIn = groupBy(files, ({ folder }) => folder.normalize('NFC'));
  const sidecarsIn = groupBy(sidecars, ({ folder }) => folder.normalize('NFC'));
  const folders = [...new Set([...filesIn.keys(), ...sidecarsIn.keys()])];
  const results = folders.map((folder) => matchFolder(filesIn.get(folder) ?? [], sidecarsIn.get(folder) ?? []));
  return {
    matches: results.flatMap(({ matches }) => matches),
    ambiguous: results.flatMap(({ ambiguous }) => ambiguous),
    unmatched: results.flatMap(({ unmatched }) => unmatched),
    unused: results.flatMap(({ unused }) => unused),
  };
}
