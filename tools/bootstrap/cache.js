import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printLine } from './messages.js';

/** The top folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/**
 * What a JSON file says, of the type that its reader expects.
 * @template T
 * @param {string} file
 * @returns {T}
 */
export function readJson(file) {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- JavaScript cannot say `as T` past the parser
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Whether files can be made in a folder, which is made if missing. @param {string} folder */
export function isWritable(folder) {
  const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where what is built or fetched once a machine is kept, a folder for each user: $MARU_CACHE, $XDG_CACHE_HOME/maru, ~/.cache/maru, and
 * .data/cache in the repository where none of these can be written (a home may be missing or read-only).
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root
 */
export function cacheFolder(env = process.env, root = ROOT) {
  const home = env['HOME'] ?? homedir();
  const candidates = [
    env['MARU_CACHE'],
    env['XDG_CACHE_HOME'] && join(env['XDG_CACHE_HOME'], 'maru'),
    home && home !== '/' ? join(home, '.cache', 'maru') : undefined,
    join(root, '.data', 'cache'),
  ];
  const found = candidates.find((folder) => folder && isWritable(folder));
  if (!found) throw new Error(`no folder to keep files in; name one by MARU_CACHE (tried ${candidates.join(', ')})`);
  return found;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    // A zombie has ended; nobody has asked for its exit code yet.
    const status = existsSync('/proc/self/stat') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    return !/^ [ZX]/.test(status.slice(status.lastIndexOf(')') + 1));
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/** @param {string} lock */
function holder(lock) {
  try {
    return Number(readFileSync(join(lock, 'pid'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Does `work` while nobody else holds the lock `name`; waits for a living holder, and takes over from one that was killed.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {{ pause?: number }} options
 * @returns {Promise<T>}
 */
export async function withLock(name, work, options = {}) {
  const lock = `${name}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  let isTold = false;
  let ownerless = 0;
  while (!take(lock)) {
    const pid = holder(lock);
    ownerless = pid === undefined ? ownerless + 1 : 0;
    if ((pid !== undefined && !isAlive(pid)) || ownerless > 20) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!isTold)
      printLine('다른 명령이 같은 것을 준비하고 있어서 기다려요 …', 'another command is preparing the same; waiting …');
    isTold = true;
    await new Promise((resolve) => setTimeout(resolve, options.pause ?? 500));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * Makes the folder `target` once: `make` fills a folder beside it, which then takes the name in one step, so that what is there is whole.
 * Returns whether it is there; `make` answers false when it cannot.
 * @param {string} target
 * @param {(temporary: string) => Promise<boolean>} make
 * @param {{ pause?: number, isThere?: () => boolean }} options
 */
export function makeOnce(target, make, options = {}) {
  const isThere = options.isThere ?? (() => existsSync(target));
  const work = async () => {
    if (isThere()) return true;
    // What a killed one was filling.
    for (const name of readdirSync(dirname(target))) {
      if (name.startsWith(`${basename(target)}.`) && !name.endsWith('.lock'))
        rmSync(join(dirname(target), name), { recursive: true, force: true });
    }
    const temporary = `${target}.${randomBytes(4).toString('hex')}`;
    try {
      mkdirSync(temporary);
      if (!(await make(temporary))) return false;
      rmSync(target, { recursive: true, force: true });
      renameSync(temporary, target);
      return true;
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  };
  return withLock(target, work, options);
}
