import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printLine } from './messages.js';

/** The top folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/**
 * Reads a JSON file as the type that the caller expects; nothing is validated.
 * @template T
 * @param {string} file
 * @returns {T}
 */
export function readJson(file) {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- JavaScript cannot say `as T` past the parser
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Whether files can be created in a folder; creates the folder if it is missing. @param {string} folder */
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
 * The user's cache for programs that are downloaded or built once per machine: $MARU_CACHE, $XDG_CACHE_HOME/maru or ~/.cache/maru. Without a
 * writable home it is .data/cache in the repository.
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
  if (!found) throw new Error(`no writable cache folder; set MARU_CACHE (tried ${candidates.join(', ')})`);
  return found;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    // A zombie has ended; only its exit code has not been read.
    const status = existsSync('/proc/self/stat') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    return !/^ [ZX]/.test(status.slice(status.lastIndexOf(')') + 1));
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} lock */
function acquire(lock) {
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
function holderOf(lock) {
  try {
    return Number(readFileSync(join(lock, 'pid'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs `work` while holding the lock `name`. Waits while another process holds it; takes over the lock of a process that was killed.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {{ pause?: number }} options
 * @returns {Promise<T>}
 */
export async function withLock(name, work, options = {}) {
  const lock = `${name}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  let isAnnounced = false;
  let ownerless = 0;
  while (!acquire(lock)) {
    const pid = holderOf(lock);
    ownerless = pid === undefined ? ownerless + 1 : 0;
    if ((pid !== undefined && !isAlive(pid)) || ownerless > 20) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!isAnnounced)
      printLine(
        '다른 명령의 준비가 끝나기를 기다려요 …',
        'waiting for another command that is preparing the same files …',
      );
    isAnnounced = true;
    await new Promise((resolve) => setTimeout(resolve, options.pause ?? 500));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * Creates the folder `target` unless it exists. `fill` fills a temporary folder beside it, which is then renamed, so `target` is always
 * complete. Returns whether `target` exists; `fill` returns false if it cannot provide it.
 * @param {string} target
 * @param {(temporary: string) => Promise<boolean>} fill
 * @param {{ pause?: number, exists?: () => boolean }} options
 */
export function createFolderOnce(target, fill, options = {}) {
  const exists = options.exists ?? (() => existsSync(target));
  const work = async () => {
    if (exists()) return true;
    // Leftovers of a process that was killed.
    for (const name of readdirSync(dirname(target))) {
      if (name.startsWith(`${basename(target)}.`) && !name.endsWith('.lock'))
        rmSync(join(dirname(target), name), { recursive: true, force: true });
    }
    const temporary = `${target}.${randomBytes(4).toString('hex')}`;
    try {
      mkdirSync(temporary);
      if (!(await fill(temporary))) return false;
      rmSync(target, { recursive: true, force: true });
      renameSync(temporary, target);
      return true;
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  };
  return withLock(target, work, options);
}
