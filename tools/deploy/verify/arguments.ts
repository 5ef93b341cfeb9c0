import { parseArgs } from 'node:util';
import { compact } from '@maru/model';

/** The arguments of `npm run verify --`. Without a project, the emulators. */
export interface VerifyArguments {
  readonly project?: string;
  readonly site?: string;
  /** Numbers of checks; all by default. */
  readonly only?: readonly number[];
  /** Whether a second person signs in, for the checks that need one. */
  readonly second: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

const OPTIONS = {
  project: { type: 'string' },
  emulators: { type: 'boolean', default: false },
  site: { type: 'string' },
  only: { type: 'string' },
  second: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Parses the arguments; returns the invalid one as a text. */
export function readArguments(argv: readonly string[]): VerifyArguments | string {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: OPTIONS }));
  } catch (error) {
    return error instanceof Error ? (/'([^']+)'/.exec(error.message)?.[1] ?? '') : '';
  }
  const { project, emulators, site, only, second, json, help } = values;
  if (project !== undefined && (emulators || !/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project))) return project;
  if (project === undefined && site !== undefined) return '--site';
  if (only !== undefined && !/^\d+(,\d+)*$/.test(only)) return only;
  return compact({
    ...{ project, site, second, json, help },
    only: only?.split(',').map(Number),
  });
}
