import { spawn } from 'node:child_process';
import { appendFile, mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from '../../bootstrap/cache.js';

/** Runs firebase-tools for one project, signed in as our own requests are. */
export interface FirebaseCli {
  /** Runs a command in a project folder and returns its output; throws DeployFailed. */
  run(args: readonly string[], folder: string): Promise<string>;
}

/** firebase-tools ended with an error. */
export class DeployFailed extends Error {
  /** Its own sentence, in English. */
  readonly reason: string;
  readonly output: string;

  constructor(output: string) {
    const reason = /Error:\s*([\s\S]+)/.exec(output)?.[1] ?? output;
    const short = reason.trim().split('\n').slice(0, 6).join('\n').slice(0, 600);
    super(short);
    this.name = 'DeployFailed';
    this.reason = short;
    this.output = output;
  }
}

/** What the CLI runs with. */
export interface CliOptions {
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  /** See `SignIn.cliArguments`. */
  readonly account: readonly string[];
  /** A file for all output. */
  readonly log: string;
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const WITH_PARENT = import.meta.resolve('./exit-with-parent.js');
/** The pinned firebase-tools. */
export const FIREBASE = join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'bin', 'firebase.js');

/** Runs the pinned firebase-tools as a child process. */
export function firebaseCli({ project, env, account, log }: CliOptions): FirebaseCli {
  return {
    run: async (args, folder) => {
      const all = [FIREBASE, ...args, '--project', project, '--non-interactive', ...account];
      const { code, output } = await runNode(all, folder, environmentOf(project, env, account.length > 0));
      await mkdir(dirname(log), { recursive: true });
      await appendFile(log, `$ firebase ${all.slice(1).join(' ')}\n${output}\n`);
      if (code !== 0) throw new DeployFailed(output);
      return output;
    },
  };
}

function environmentOf(project: string, env: NodeJS.ProcessEnv, hasAccount: boolean): NodeJS.ProcessEnv {
  const hasOwnProject = hasAccount || env['FIREBASE_TOKEN'] !== undefined;
  return {
    // Application Default Credentials of a person (Cloud Shell) have no project of their own that requests count for.
    ...(!hasOwnProject && { GOOGLE_CLOUD_QUOTA_PROJECT: project }),
    ...env,
    PATH: [join(ROOT, 'node_modules', '.bin'), env['PATH'] ?? ''].join(delimiter),
    NO_UPDATE_NOTIFIER: '1',
    // Loads the functions' definitions from a file, not over a port.
    FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: 'true',
    FUNCTIONS_DISCOVERY_TIMEOUT: '180',
  };
}

function runNode(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', WITH_PARENT, ...args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output: chunks.join('').replace(ESCAPES, '') }));
  });
}
