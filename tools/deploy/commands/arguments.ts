import { parseArgs } from 'node:util';
import { addressOf } from '@maru/model';
import { REGIONS } from '../regions.ts';

/** The arguments of `npm run deploy --`. */
export interface DeployArguments {
  readonly project: string;
  /** Google address of the first owner, in lower case. */
  readonly owner?: string;
  readonly region?: string;
  /** Amount of the monthly budget alert, in the currency of the billing account. */
  readonly budget?: number;
  /** Processors of an instance that encodes videos; undefined leaves them. */
  readonly videoCores?: number;
  /** Turns App Check on or off; undefined leaves it. */
  readonly appCheck?: boolean;
  /** A folder or file with ffmpeg for x86-64 Linux, in place of the pinned build. */
  readonly ffmpeg?: string;
  readonly dryRun: boolean;
  /** Agrees to the plan. */
  readonly yes: boolean;
  /** Agrees to losing what Maru did not create. */
  readonly overwrite: boolean;
  readonly help: boolean;
}

/** The arguments of `npm run rollback --` and `npm run destroy --`. */
export interface ProjectArguments {
  readonly project: string;
  readonly yes: boolean;
  readonly help: boolean;
}

/** Why the arguments are invalid; `argument` is the invalid one. */
export interface InvalidArguments {
  readonly problem:
    | 'unknown'
    | 'no-value'
    | 'positional'
    | 'no-project'
    | 'project'
    | 'demo'
    | 'owner'
    | 'region'
    | 'budget'
    | 'video-cores';
  readonly argument: string;
}

const COMMON = {
  project: { type: 'string' },
  yes: { type: 'boolean', short: 'y', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const DEPLOY = {
  ...COMMON,
  owner: { type: 'string' },
  region: { type: 'string' },
  budget: { type: 'string' },
  'video-cores': { type: 'string' },
  'app-check': { type: 'boolean' },
  'no-app-check': { type: 'boolean' },
  ffmpeg: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  overwrite: { type: 'boolean', default: false },
} as const;

/** What Cloud Run offers for the memory of these instances. */
const VIDEO_CORES = ['2', '4', '8'];

/** What is wrong with a project id (cloudresourcemanager v1, Project.projectId). */
function problemOf(project: string | undefined): InvalidArguments | undefined {
  if (project === undefined) return { problem: 'no-project', argument: '' };
  if (project.startsWith('demo-')) return { problem: 'demo', argument: project };
  return /^[a-z][-a-z0-9]{4,28}[a-z0-9]$/.test(project) ? undefined : { problem: 'project', argument: project };
}

/** What `parseArgs` refuses. */
function problemOfParsing(error: unknown): InvalidArguments {
  const { message, code } = error as { message: string; code?: string };
  const argument = /'(?:-\w, )?([^' ]+)/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return { problem: 'positional', argument };
  return { problem: code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' ? 'no-value' : 'unknown', argument };
}

/** Parses the arguments of a deployment. */
export function readDeployArguments(argv: readonly string[]): DeployArguments | InvalidArguments {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: DEPLOY }));
  } catch (error) {
    return problemOfParsing(error);
  }
  const { project = '', owner: typed, region, budget: amount, ffmpeg, 'video-cores': cores } = values;
  const problem = values.help ? undefined : problemOf(values.project);
  if (problem !== undefined) return problem;
  const owner = typed === undefined ? undefined : addressOf(typed);
  if (typed !== undefined && owner === undefined) return { problem: 'owner', argument: typed };
  if (region !== undefined && !REGIONS.some(({ id }) => id === region)) return { problem: 'region', argument: region };
  const appCheck = values['no-app-check'] === true ? false : values['app-check'];
  const budget = amount === undefined ? undefined : Number(amount);
  if (budget !== undefined && !(Number.isInteger(budget) && budget > 0))
    return { problem: 'budget', argument: amount ?? '' };
  if (cores !== undefined && !VIDEO_CORES.includes(cores)) return { problem: 'video-cores', argument: cores };
  return {
    project,
    dryRun: values['dry-run'],
    yes: values.yes,
    overwrite: values.overwrite,
    help: values.help,
    ...(appCheck !== undefined && { appCheck }),
    ...(owner !== undefined && { owner }),
    ...(region !== undefined && { region }),
    ...(budget !== undefined && { budget }),
    ...(cores !== undefined && { videoCores: Number(cores) }),
    ...(ffmpeg !== undefined && { ffmpeg }),
  };
}

/** Parses the arguments of the other commands. */
export function readProjectArguments(argv: readonly string[]): ProjectArguments | InvalidArguments {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: COMMON }));
  } catch (error) {
    return problemOfParsing(error);
  }
  const problem = values.help ? undefined : problemOf(values.project);
  return problem ?? { project: values.project ?? '', yes: values.yes, help: values.help };
}
