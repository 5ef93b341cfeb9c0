import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, isWritable } from './cache.js';
import { onPath, runLong } from './shell.js';
import { userError } from './messages.js';

/**
 * The JavaScript entry file of the host's npm, so that another Node can run it.
 * @param {NodeJS.ProcessEnv} env
 */
export function npmCli(env = process.env) {
  const npmPath = env['npm_execpath'];
  if (npmPath && /npm-cli\.js$/.test(npmPath) && existsSync(npmPath)) return npmPath;
  const found = onPath(['npm'], env);
  if (found === undefined) throw userError('npm을 찾을 수 없어요.', 'npm is not on PATH.');
  const real = realpathSync(found);
  const beside = join(real, '..', '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return real.endsWith('.js') ? real : beside;
}

/**
 * The environment of a child npm: without the variables of a parent npm, and with a writable cache.
 * @param {NodeJS.ProcessEnv} env
 */
export function npmEnvironment(env = process.env) {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^npm_(config_(?!registry|.*proxy|cafile|userconfig|strict_ssl)|package|lifecycle|command|execpath|node_execpath)/i.test(
        name,
      ),
  );
  const home = env['HOME'];
  const ownCache = env['npm_config_cache'] || (home && join(home, '.npm'));
  const cache = ownCache && isWritable(ownCache) ? ownCache : join(cacheFolder(env), 'npm');
  return { ...Object.fromEntries(kept), npm_config_cache: cache };
}

/**
 * Installs one npm package into a folder, without scripts.
 * @param {string} what
 * @param {string} spec
 * @param {string} folder
 * @param {{ env?: NodeJS.ProcessEnv, timeout: number, args?: readonly string[] }} options
 */
export function installPackage(what, spec, folder, { env = process.env, timeout, args = [] }) {
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', ...args];
  return runLong(what, process.execPath, [npmCli(env), 'install', '--prefix', folder, ...flags, spec], {
    cwd: folder,
    env: npmEnvironment(env),
    timeout,
  });
}
