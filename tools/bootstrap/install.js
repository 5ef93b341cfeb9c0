import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, ROOT, withLock } from './cache.js';
import { npmCli, npmEnvironment } from './npm.js';
import { runLong } from './shell.js';
import { userError, localize } from './messages.js';

/** @typedef {{ version?: string, link?: boolean, optional?: boolean, extraneous?: boolean }} Locked */

// Optional dependencies of firebase-admin that Maru needs: they read documents and objects.
const NEEDED = ['node_modules/@google-cloud/firestore', 'node_modules/@google-cloud/storage'];

/**
 * The packages of package-lock.json that are missing from node_modules or have another version. Optional packages are for other platforms and are ignored.
 * @param {string} root
 */
export function missingPackages(root) {
  /** @type {{ packages: Record<string, Locked> }} */
  const { packages } = readJson(join(root, 'package-lock.json'));
  return Object.entries(packages)
    .filter(([path, { link, extraneous }]) => path.includes('node_modules/') && !link && !extraneous)
    .filter(([path, { optional }]) => !optional || NEEDED.includes(path))
    .filter(([path, { version }]) => {
      const file = join(root, path, 'package.json');
      if (!existsSync(file)) return true;
      /** @type {Locked} */
      const found = readJson(file);
      return found.version !== version;
    })
    .map(([path]) => path);
}

/** @param {string} root */
function stampOf(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** Holds the hash of the package-lock.json that node_modules was installed from. @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules', '.cache', 'maru', 'installed');
}

/** @param {string} root */
function stamp(root) {
  mkdirSync(join(stampFile(root), '..'), { recursive: true });
  writeFileSync(stampFile(root), stampOf(root));
}

/** Whether node_modules matches package-lock.json. @param {string} root */
export function isInstalled(root) {
  if (!existsSync(join(root, 'node_modules'))) return false;
  if (existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === stampOf(root)) return true;
  if (missingPackages(root).length > 0) return false;
  stamp(root);
  return true;
}

/**
 * Installs the packages of package-lock.json without running their scripts. npm must run on the pinned Node: on an older one it silently skips
 * optional packages that require a newer one (firebase-admin's Firestore and Storage).
 * @param {string} node
 */
export async function install(node, root = ROOT) {
  if (isInstalled(root)) return;
  await withLock(join(root, '.data', 'install'), async () => {
    if (isInstalled(root)) return;
    const what = localize('패키지를 설치해요 (1~3분)', 'installing packages (1 to 3 minutes)');
    const args = [npmCli(), 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
    const result = await runLong(what, node, args, { cwd: root, env: npmEnvironment() });
    if (!result.ok) {
      const reason = result.output.trim().split('\n').slice(-8).join('\n');
      throw userError(`패키지를 설치하지 못했어요:\n${reason}`, `npm ci failed:\n${reason}`);
    }
    const missing = missingPackages(root);
    if (missing.length > 0) {
      throw userError(
        `설치되지 않은 패키지가 있어요: ${missing.join(', ')}`,
        `npm ci did not install: ${missing.join(', ')}`,
      );
    }
    stamp(root);
  });
}
