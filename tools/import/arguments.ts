import { parseArgs } from 'node:util';
import { addressOf, compact } from '@maru/model';

/** The arguments of `npm run import --`. Names are in NFC, the address in lower case. Without a project, the emulators. */
export interface ImportArguments {
  readonly paths: readonly string[];
  readonly project?: string;
  readonly site?: string;
  readonly signOut: boolean;
  readonly library?: string;
  readonly album?: string;
  /** Each folder is an album of its name. */
  readonly byFolder: boolean;
  /** Globs in NFC. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Nothing is added; says what would be. */
  readonly dryRun: boolean;
  /** Goes on with what comes to the folders, until it is ended. */
  readonly watch: boolean;
  /** Seconds for which a file in a watched folder may not change before it is added. */
  readonly settleS: number;
  readonly as?: string;
  readonly json: boolean;
  readonly help: boolean;
}

/** Why the arguments are invalid; `argument` is the invalid one. */
export interface InvalidArguments {
  readonly problem:
    | 'no-path'
    | 'unknown'
    | 'address'
    | 'empty-name'
    | 'project'
    | 'needs-project'
    | 'no-as'
    | 'two-albums'
    | 'watch-dry-run'
    | 'seconds';
  readonly argument: string;
}

const OPTIONS = {
  project: { type: 'string' },
  site: { type: 'string' },
  'sign-out': { type: 'boolean', default: false },
  library: { type: 'string' },
  album: { type: 'string' },
  'by-folder': { type: 'boolean', default: false },
  include: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  settle: { type: 'string', default: '10' },
  as: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** A project's id, which is a file name too. */
const PROJECT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

interface Values {
  readonly project?: string | undefined;
  readonly site?: string | undefined;
  readonly as?: string | undefined;
  readonly 'sign-out': boolean;
}

/** Why the options about the project are invalid together. */
function projectProblem(values: Values): InvalidArguments | undefined {
  const { project, as } = values;
  if (project === undefined) {
    const argument = (['site', 'sign-out'] as const).find(
      (name) => values[name] !== undefined && values[name] !== false,
    );
    return argument === undefined ? undefined : { problem: 'needs-project', argument: `--${argument}` };
  }
  if (!PROJECT.test(project)) return { problem: 'project', argument: project };
  return as === undefined ? undefined : { problem: 'no-as', argument: '' };
}

/** Parses the arguments after `--`. */
export function readArguments(argv: readonly string[]): ImportArguments | InvalidArguments {
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return { problem: 'unknown', argument: error instanceof Error ? (/'([^']+)'/.exec(error.message)?.[1] ?? '') : '' };
  }
  const { values, positionals } = parsed;
  const name = (value: string | undefined): string | undefined => value?.normalize('NFC').trim();
  const { library, album } = { library: name(values.library), album: name(values.album) };
  if (library === '') return { problem: 'empty-name', argument: '--library' };
  if (album === '') return { problem: 'empty-name', argument: '--album' };
  const globs = (all: readonly string[] = []): string[] => all.map((glob) => glob.normalize('NFC').trim());
  const { include, exclude } = { include: globs(values.include), exclude: globs(values.exclude) };
  if (include.includes('')) return { problem: 'empty-name', argument: '--include' };
  if (exclude.includes('')) return { problem: 'empty-name', argument: '--exclude' };
  if (album !== undefined && values['by-folder']) return { problem: 'two-albums', argument: '' };
  if (values.watch && values['dry-run']) return { problem: 'watch-dry-run', argument: '' };
  if (!/^[1-9]\d{0,3}$/.test(values.settle)) return { problem: 'seconds', argument: values.settle };
  const as = values.as === undefined ? undefined : addressOf(values.as);
  if (values.as !== undefined && as === undefined) return { problem: 'address', argument: values.as };
  const problem = projectProblem(values);
  if (problem) return problem;
  if (positionals.length === 0 && !values.help && !values['sign-out']) return { problem: 'no-path', argument: '' };
  return compact({
    paths: positionals,
    project: values.project,
    site: values.site,
    signOut: values['sign-out'],
    byFolder: values['by-folder'],
    include,
    exclude,
    dryRun: values['dry-run'],
    watch: values.watch,
    settleS: Number(values.settle),
    json: values.json,
    help: values.help,
    library,
    album,
    as,
  });
}
