import { copyFileSync, existsSync, linkSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, createFolderOnce, readJson, ROOT } from './cache.js';
import { installPackage } from './npm.js';
import { output } from './shell.js';
import { userError, localize } from './messages.js';

/** The Node version that package.json pins. */
export function pinnedVersion(root = ROOT) {
  /** @type {{ devDependencies: { node: string } }} */
  const { devDependencies } = readJson(join(root, 'package.json'));
  return devDependencies.node;
}

/** The npm package with Node's binary for a platform, as named by the package `node`. */
export function platformPackage(platform = process.platform, arch = process.arch) {
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return [prefix, platform, arch].join('-');
}

/** @param {string} file @param {string} version */
function isNode(file, version) {
  return existsSync(file) && output(file, ['--version'])?.trim() === `v${version}`;
}

/**
 * Provides the pinned Node: the running one, the one in node_modules, or one downloaded from npm into the cache.
 * @returns {Promise<string>} the file
 */
export async function providePinnedNode(root = ROOT) {
  const version = pinnedVersion(root);
  // `npm ci` may have deleted the Node that runs this.
  if (process.versions.node === version && existsSync(process.execPath)) return process.execPath;
  const installed = join(root, 'node_modules', 'node', 'bin', 'node');
  if (isNode(installed, version)) return installed;
  const target = join(cacheFolder(), `node-${version}`);
  const name = platformPackage();
  const file = join(target, 'node_modules', name, 'bin', 'node');
  const exists = () => isNode(file, version);
  if (exists()) return file;
  let failure = '';
  const isProvided = await createFolderOnce(
    target,
    async (temporary) => {
      const what = localize(`Node ${version}을 받아요 (약 40 MB)`, `downloading Node ${version} (about 40 MB)`);
      const result = await installPackage(what, `${name}@${version}`, temporary, { timeout: 900_000 });
      failure = result.output.trim().split('\n').slice(-3).join(' ');
      return result.ok;
    },
    { exists },
  );
  if (isProvided && exists()) return file;
  throw userError(
    `Node ${version}을 npm에서 받지 못했어요: ${failure}`,
    `Node ${version} (npm package ${name}) could not be downloaded: ${failure}`,
  );
}

/**
 * Links the pinned Node to where the package `node` installs it, so that it is first on the PATH of every npm script. (The package's own install
 * script would start a second npm inside the first.)
 * @param {string} node
 */
export function linkNode(node, root = ROOT) {
  const file = join(root, 'node_modules', 'node', 'bin', 'node');
  if (node !== file && !isNode(file, pinnedVersion(root))) {
    mkdirSync(join(file, '..'), { recursive: true });
    rmSync(file, { force: true });
    try {
      linkSync(node, file);
    } catch {
      copyFileSync(node, file);
    }
  }
  const bin = join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(bin)) {
    rmSync(bin, { force: true });
    mkdirSync(join(bin, '..'), { recursive: true });
    symlinkSync('../node/bin/node', bin);
  }
  return file;
}
