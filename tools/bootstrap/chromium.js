import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { aptInstall, hasApt } from './apt.js';
import { cacheFolder, ROOT } from './cache.js';
import { isExecutable, onPath, output } from './shell.js';
import { userError, printLine } from './messages.js';

/** Chromium without its user interface. Browser tests take little more than half the CPU time with it. */
const HEADLESS_SHELLS = ['chromium-headless-shell', 'chrome-headless-shell'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const FIRST_BYTE_TIMEOUT = 20_000;

/** @param {string | undefined} file */
function isChromium(file) {
  return file !== undefined && isExecutable(file) && /Chrom/.test(output(file, ['--version']) ?? '');
}

/** The cache folder of Playwright's own Chromium. @param {NodeJS.ProcessEnv} env */
function playwrightFolder(env) {
  return join(cacheFolder(env), 'playwright');
}

/** @param {string} folder */
function inPlaywright(folder) {
  if (!existsSync(folder)) return undefined;
  const inner = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'];
  const files = readdirSync(folder).flatMap((name) => inner.map((path) => join(folder, name, path)));
  return files.find((file) => isExecutable(file));
}

/**
 * Finds an installed Chromium: $CHROME_PATH, PATH, the cache. With `isHeadlessPreferred` the headless shell comes first.
 * @param {NodeJS.ProcessEnv} env
 */
export function findChromium(env = process.env, isHeadlessPreferred = false) {
  const named = env['CHROME_PATH'];
  if (named) {
    if (isChromium(named)) return named;
    throw userError(`$CHROME_PATH(${named})은 Chromium이 아니에요.`, `$CHROME_PATH (${named}) is not a Chromium.`);
  }
  const headlessShell = isHeadlessPreferred ? onPath(HEADLESS_SHELLS, env) : undefined;
  return [headlessShell, onPath(NAMES, env), inPlaywright(playwrightFolder(env))].find((file) => isChromium(file));
}

/**
 * Downloads Playwright's Chromium from its own host; gives up if nothing arrives within 20 s.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
function fromPlaywright(node, env, root = ROOT) {
  printLine('Playwright로 Chromium을 받아요 …', 'downloading Chromium with Playwright …');
  const args = [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'];
  return new Promise((resolve) => {
    const child = spawn(node, args, {
      env: { ...env, PLAYWRIGHT_BROWSERS_PATH: playwrightFolder(env) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), FIRST_BYTE_TIMEOUT);
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      if (!/[1-9]\d*%/.test(chunk.toString())) return;
      clearTimeout(timer);
      process.stdout.write(`  ${chunk.toString().trim().split('\n').at(-1)}\n`);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
    child.once('error', () => resolve(false));
  });
}

/**
 * Provides a Chromium: installed, from apt (as root on Debian) or from Playwright. With `isHeadlessPreferred` the headless shell comes first. Throws
 * a UserError if no Chromium is available.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 */
export async function provideChromium(node, env = process.env, isHeadlessPreferred = false, root = ROOT) {
  const found = findChromium(env, isHeadlessPreferred);
  if (found !== undefined) return found;
  for (const name of isHeadlessPreferred ? ['chromium-headless-shell', 'chromium'] : ['chromium']) {
    if (!hasApt(env) || !(await aptInstall([name]))) continue;
    const installed = findChromium(env, isHeadlessPreferred);
    if (installed !== undefined) return installed;
  }
  if (await fromPlaywright(node, env, root)) {
    const fetched = findChromium(env);
    if (fetched !== undefined) return fetched;
  }
  throw userError(
    '브라우저 테스트에는 Chromium이 필요해요. 설치하거나, $CHROME_PATH로 지정하거나, Debian에서 root로 실행해 주세요.',
    'The browser tests need Chromium: install it, set $CHROME_PATH, or run this as root on Debian.',
  );
}
