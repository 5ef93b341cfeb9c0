import { spawn } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder, ROOT } from './cache.js';
import { provideChromium } from './chromium.js';
import { provideFfmpeg } from './ffmpeg.js';
import { provideHidane } from './hidane.js';
import { install } from './install.js';
import { linkNode, providePinnedNode } from './node24.js';
import { runLong } from './shell.js';
import { UserError, userError, localize } from './messages.js';

/** @typedef {'hidane' | 'ffmpeg' | 'chromium' | 'headless-shell' | 'web'} Need */

/** @typedef {{ file: string, needs: readonly Need[], needsOnProject?: readonly Need[] }} Command */

/**
 * The file of each command and the programs it needs besides Node and packages, fewer if it names a real project. Any other command runs
 * tools/NAME/run.ts on the emulators.
 * @type {Record<string, Command>}
 */
const COMMANDS = {
  start: { file: 'tools/emulators/commands/start.ts', needs: ['hidane', 'ffmpeg'] },
  test: { file: 'tools/emulators/commands/test.ts', needs: ['hidane', 'ffmpeg', 'headless-shell', 'web'] },
  check: { file: 'tools/emulators/commands/check.ts', needs: [] },
  deploy: { file: 'tools/deploy/commands/deploy.ts', needs: [] },
  rollback: { file: 'tools/deploy/commands/rollback.ts', needs: [] },
  destroy: { file: 'tools/deploy/commands/destroy.ts', needs: [] },
  import: { file: 'tools/import/run.ts', needs: ['hidane', 'ffmpeg'], needsOnProject: [] },
  // Draws its own media files.
  verify: { file: 'tools/deploy/commands/verify.ts', needs: ['hidane', 'ffmpeg'], needsOnProject: ['ffmpeg'] },
  design: { file: 'web/design/run.ts', needs: ['web'] },
  bench: { file: 'tests/bench/run.ts', needs: ['hidane', 'ffmpeg', 'chromium', 'web'] },
  'test:slow': { file: 'tests/slow.ts', needs: ['hidane', 'ffmpeg', 'headless-shell', 'web'] },
  mutate: { file: 'tests/mutation/run.ts', needs: ['hidane', 'ffmpeg', 'headless-shell', 'web'] },
};

const MIN_FREE_BYTES = 2 * 1024 ** 3;

/** Throws a UserError if less than 2 GB are free. @param {string} folder @param {number} [free] */
export function requireFreeSpace(folder, free) {
  const { bavail, bsize } = statfsSync(folder);
  const bytes = free ?? bavail * bsize;
  if (bytes >= MIN_FREE_BYTES) return;
  const left = (bytes / 1024 ** 3).toFixed(1);
  throw userError(
    `디스크 공간이 2 GB 필요한데 ${left} GB만 남아 있어요 (${folder}).`,
    `Maru needs 2 GB of free disk space; only ${left} GB are left (${folder}).`,
  );
}

/** Generates the messages and types that tests of the web app import; fast if nothing changed. @param {string} node @param {NodeJS.ProcessEnv} env */
async function prepareWeb(node, env) {
  const what = localize('메시지와 타입을 생성해요', 'generating messages and types');
  const result = await runLong(what, node, ['prepare.ts'], { cwd: join(ROOT, 'web'), env });
  if (!result.ok)
    throw userError(`web/prepare.ts가 실패했어요:\n${result.output}`, `web/prepare.ts failed:\n${result.output}`);
}

/** Installs missing packages and returns the path of the pinned Node, linked into node_modules. */
export async function installWithPinnedNode(root = ROOT) {
  await install(await providePinnedNode(root), root);
  // Provided again: `npm ci` deletes node_modules, and possibly the Node that ran it.
  return linkNode(await providePinnedNode(root), root);
}

/**
 * Provides the programs in `needs`; returns the pinned Node and the environment to run it with.
 * @param {readonly Need[]} needs
 */
export async function prepare(needs) {
  requireFreeSpace(ROOT);
  const cache = cacheFolder();
  const node = await installWithPinnedNode();
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    MARU_CACHE: cache,
    PATH: [join(ROOT, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
  };
  if (needs.includes('web')) await prepareWeb(node, env);
  if (needs.includes('ffmpeg')) {
    const pair = await provideFfmpeg();
    const { ffmpeg, ffprobe } = pair;
    Object.assign(env, {
      FFMPEG_PATH: ffmpeg,
      FFPROBE_PATH: ffprobe,
      MARU_FFMPEG_PATH: ffmpeg,
      MARU_FFPROBE_PATH: ffprobe,
    });
  }
  if (needs.includes('hidane')) {
    const hidane = await provideHidane();
    Object.assign(env, hidane === undefined ? {} : { HIDANE: hidane });
  }
  if (needs.includes('chromium')) env['CHROME_PATH'] = await provideChromium(node);
  if (needs.includes('headless-shell')) env['CHROME_PATH'] = await provideChromium(node, process.env, true);
  return { node, env };
}

/**
 * Runs a file with the pinned Node and returns its exit code. On Ctrl-C the terminal signals the child too, so this only waits for it to exit.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function runNode(node, args, env) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { env, stdio: 'inherit' });
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    process.on('SIGHUP', () => child.kill('SIGHUP'));
    child.once('error', () => resolve(1));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/**
 * The command of this name, and the programs that it needs with these arguments.
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {{ file: string, needs: readonly Need[] }}
 */
export function commandOf(name, args) {
  /** @type {Command} */
  const { file, needs, needsOnProject } = COMMANDS[name] ?? {
    file: `tools/${name}/run.ts`,
    needs: ['hidane', 'ffmpeg'],
  };
  const namesProject = args.some((argument) => /^--project(=|$)/.test(argument));
  return { file, needs: (namesProject ? needsOnProject : undefined) ?? needs };
}

/** Runs a command of package.json. @param {readonly string[]} argv */
export async function runCommand(argv) {
  const [name = 'start', ...rest] = argv;
  const command = commandOf(name, rest);
  try {
    if (!existsSync(join(ROOT, command.file)))
      throw userError(`'${name}' 명령은 없어요.`, `There is no command '${name}'.`);
    const { node, env } = await prepare(command.needs);
    process.exitCode = await runNode(node, [join(ROOT, command.file), ...rest], env);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
