import { parseArgs } from 'node:util';
import { compact } from '@maru/model';

/** The arguments of `npm run verify --`. Without a project, the emulators. */
export interface VerifyArguments {
  readonly project?: string;
  readonly site?: string;
  readonly port?: number;
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
  port: { type: 'string' },
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
  const { project, emulators, site, port, only, second, json, help } = values;
  if (project !== undefined && (emulators || !/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project))) return project;
  if (project === undefined && (site ?? port) !== undefined) return site === undefined ? '--port' : '--site';
  if (port !== undefined && !/^\d{4,5}$/.test(port)) return port;
  if (only !== undefined && !/^\d+(,\d+)*$/.test(only)) return only;
  return compact({
    ...{ project, site, second, json, help },
    port: port === undefined ? undefined : Number(port),
    only: only?.split(',').map(Number),
  });
}
