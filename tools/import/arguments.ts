import { parseArgs } from 'node:util';
import { addressOf } from '@maru/model';

/** The arguments of `npm run import --`. Names are in NFC, the address in lower case. */
export interface ImportArguments {
  readonly paths: readonly string[];
  readonly library?: string;
  readonly album?: string;
  readonly as?: string;
  readonly json: boolean;
  readonly help: boolean;
}

/** Why the arguments are invalid; `argument` is the invalid one. */
export interface InvalidArguments {
  readonly problem: 'no-path' | 'unknown' | 'address' | 'empty-name';
  readonly argument: string;
}

const OPTIONS = {
  library: { type: 'string' },
  album: { type: 'string' },
  as: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

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
  const as = values.as === undefined ? undefined : addressOf(values.as);
  if (values.as !== undefined && as === undefined) return { problem: 'address', argument: values.as };
  if (positionals.length === 0 && !values.help) return { problem: 'no-path', argument: '' };
  return {
    paths: positionals,
    json: values.json,
    help: values.help,
    ...(library !== undefined && { library }),
    ...(album !== undefined && { album }),
    ...(as !== undefined && { as }),
  };
}
