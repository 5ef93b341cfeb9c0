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

/** @typedef {'hidane' | 'ffmpeg' | 'chromium' | 'web'} Need */

/**
 * What each command needs besides Node and packages, and which file runs it; others run tools/NAME/run.ts and need the emulators.
 * @type {Record<string, { file: string, needs: readonly Need[] }>}
 */
const COMMANDS = {
  start: { file: 'tools/emulators/commands/start.ts', needs: ['hidane', 'ffmpeg'] },
  test: { file: 'tools/emulators/commands/test.ts', needs: ['hidane', 'ffmpeg', 'chromium', 'web'] },
  check: { file: 'tools/emulators/commands/check.ts', needs: [] },
  bench: { file: 'tests/bench/run.ts', needs: ['hidane', 'ffmpeg', 'chromium', 'web'] },
  'test:slow': { file: 'tests/slow.ts', needs: ['hidane', 'ffmpeg', 'chromium', 'web'] },
  mutate: { file: 'tests/mutation/run.ts', needs: ['hidane', 'ffmpeg', 'chromium', 'web'] },
};

const ROOM = 2 * 1024 ** 3;

/** Refuses to begin where less than 2 GB are free. @param {string} folder @param {number} [free] */
export function checkRoom(folder, free) {
  const { bavail, bsize } = statfsSync(folder);
  const bytes = free ?? bavail * bsize;
  if (bytes >= ROOM) return;
  const left = (bytes / 1024 ** 3).toFixed(1);
  throw userError(
    `디스크에 ${left} GB만 남아 있어요. 2 GB가 필요해요 (${folder}).`,
    `Only ${left} GB of disk are free, and Maru needs 2 (${folder}).`,
  );
}

/** Makes the messages and types that tests of the web app read; quick where nothing changed. @param {string} node @param {NodeJS.ProcessEnv} env */
async function prepareWeb(node, env) {
  const what = localize('화면의 글과 타입을 만들어요', 'generating messages and types');
  const result = await runLong(what, node, ['prepare.ts'], { cwd: join(ROOT, 'web'), env });
  if (!result.ok)
    throw userError(`web/prepare.ts가 실패했어요:\n${result.output}`, `web/prepare.ts failed:\n${result.output}`);
}

/** Installs what is missing and answers the pinned Node, linked into node_modules. */
export async function installWithPinnedNode(root = ROOT) {
  await install(await providePinnedNode(root), root);
  // Asked for again: `npm ci` empties node_modules, with the Node in it that may have run it.
  return linkNode(await providePinnedNode(root), root);
}

/**
 * Prepares what `needs` names and answers the pinned Node and the environment for what runs on it.
 * @param {readonly Need[]} needs
 */
export async function prepare(needs) {
  checkRoom(ROOT);
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
  return { node, env };
}

/**
 * Runs a file with the pinned Node and answers its exit code. A Ctrl-C reaches it by the terminal: we only wait for its end.
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

/** Prepares and runs a command of package.json. @param {readonly string[]} argv */
export async function runCommand(argv) {
  const [name = 'start', ...rest] = argv;
  const command = COMMANDS[name] ?? {
    file: `tools/${name}/run.ts`,
    needs: /** @type {Need[]} */ (['hidane', 'ffmpeg']),
  };
  try {
    if (!existsSync(join(ROOT, command.file)))
      throw userError(`'${name}' 명령은 아직 없어요.`, `There is no command '${name}' yet.`);
    const { node, env } = await prepare(command.needs);
    process.exitCode = await runNode(node, [join(ROOT, command.file), ...rest], env);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
