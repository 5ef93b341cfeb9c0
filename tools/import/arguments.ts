import { parseArgs } from 'node:util';
import { addressOf } from '@maru/model';

/** What `npm run import --` was asked for. Names are in NFC, the address in lower case. */
export interface ImportArguments {
  readonly paths: readonly string[];
  readonly library?: string;
  readonly album?: string;
  readonly as?: string;
  readonly json: boolean;
  readonly help: boolean;
}

/** Why the arguments are none; `what` is the word at fault. */
export interface InvalidArguments {
  readonly wrong: 'no-path' | 'unknown' | 'address' | 'empty-name';
  readonly what: string;
}

const OPTIONS = {
  library: { type: 'string' },
  album: { type: 'string' },
  as: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the words after `--`; gives what is wrong with them where something is. */
export function readArguments(argv: readonly string[]): ImportArguments | InvalidArguments {
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return { wrong: 'unknown', what: error instanceof Error ? (/'([^']+)'/.exec(error.message)?.[1] ?? '') : '' };
  }
  const { values, positionals } = parsed;
  const name = (value: string | undefined): string | undefined => value?.normalize('NFC').trim();
  const { library, album } = { library: name(values.library), album: name(values.album) };
  if (library === '') return { wrong: 'empty-name', what: '--library' };
  if (album === '') return { wrong: 'empty-name', what: '--album' };
  const as = values.as === undefined ? undefined : addressOf(values.as);
  if (values.as !== undefined && as === undefined) return { wrong: 'address', what: values.as };
  if (positionals.length === 0 && !values.help) return { wrong: 'no-path', what: '' };
  return {
    paths: positionals,
    json: values.json,
    help: values.help,
    ...(library !== undefined && { library }),
    ...(album !== undefined && { album }),
    ...(as !== undefined && { as }),
  };
}
