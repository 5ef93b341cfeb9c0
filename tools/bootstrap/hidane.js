import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, hasApt } from './apt.js';
import { cacheFolder, isWritable, createFolderOnce } from './cache.js';
import { installPackage } from './npm.js';
import { isExecutable, onPath, output, runLong } from './shell.js';
import { userError, printLine, localize } from './messages.js';

/** The version of the Firestore emulator that Maru is tested with. */
export const HIDANE_VERSION = '0.6.0';
const RUST = [1, 88];
const JAVA = 21;

/** @param {string} file */
function isHidane(file) {
  return isExecutable(file) && (output(file, ['--version']) ?? '').trim() === `hidane ${HIDANE_VERSION}`;
}

/** The cache folder of the built emulator. @param {NodeJS.ProcessEnv} env */
function hidaneFolder(env = process.env) {
  return join(cacheFolder(env), `hidane-${HIDANE_VERSION}`);
}

/**
 * Finds an installed hidane: $HIDANE, PATH, the cache. Throws a UserError if $HIDANE is set and not the right version.
 * @param {NodeJS.ProcessEnv} env
 */
export function findHidane(env = process.env) {
  const named = env['HIDANE'];
  if (named) {
    if (isHidane(named)) return named;
    throw userError(
      `$HIDANE(${named})은 hidane ${HIDANE_VERSION}이 아니에요.`,
      `$HIDANE (${named}) is not hidane ${HIDANE_VERSION}.`,
    );
  }
  const candidates = [onPath(['hidane'], env), join(hidaneFolder(env), 'bin', 'hidane')];
  return candidates.find((file) => file !== undefined && isHidane(file));
}

/** Whether the version in `found` (e.g. `rustc 1.96.0 (…)`) is at least `minimum`. @param {string | undefined} found @param {readonly number[]} minimum */
export function isAtLeast(found, minimum) {
  const numbers = /(\d+)\.(\d+)/
    .exec(found ?? '')
    ?.slice(1)
    .map(Number);
  if (!numbers) return false;
  const [major = 0, minor = 0] = numbers;
  const [minMajor = 0, minMinor = 0] = minimum;
  return major > minMajor || (major === minMajor && minor >= minMinor);
}

/** Whether hidane can be built here: cargo, a recent rustc and a linker. @param {NodeJS.ProcessEnv} env */
export function hasRust(env = process.env) {
  const linker = onPath(['cc', 'gcc', 'clang'], env);
  return (
    linker !== undefined &&
    onPath(['cargo'], env) !== undefined &&
    isAtLeast(output('rustc', ['--version'], { env }), RUST)
  );
}

/** Whether Google's Firestore emulator can run here. @param {NodeJS.ProcessEnv} env */
export function hasJava(env = process.env) {
  const version = /version "(\d+)/.exec(output('java', ['-version'], { env }) ?? '')?.[1];
  return version !== undefined && Number(version) >= JAVA;
}

/** @param {string} temporary @param {NodeJS.ProcessEnv} env */
async function fromNpm(temporary, env) {
  const what = localize('npm에서 hidane을 찾아봐요', 'looking for hidane on npm');
  const options = { env, timeout: 90_000, args: ['--fetch-retries=0'] };
  const { ok } = await installPackage(what, `hidane@${HIDANE_VERSION}`, temporary, options);
  if (!ok) printLine('  npm에 없어요', '  not available from npm');
  if (!ok || !isHidane(join(temporary, 'node_modules', '.bin', 'hidane'))) return false;
  mkdirSync(join(temporary, 'bin'));
  symlinkSync('../node_modules/.bin/hidane', join(temporary, 'bin', 'hidane'));
  return true;
}

/** @param {string} temporary @param {NodeJS.ProcessEnv} env */
async function fromCargo(temporary, env) {
  const what = localize(
    'Firestore 에뮬레이터(hidane)를 빌드해요 (3~4분, 한 번만)',
    'building the Firestore emulator hidane (3 to 4 minutes, only once)',
  );
  const built = join(temporary, 'built');
  const cargoHome = env['CARGO_HOME'] || join(env['HOME'] || '/nonexistent', '.cargo');
  const args = ['install', 'hidane', '--version', HIDANE_VERSION, '--locked', '--root', built];
  const cargoEnv = {
    ...env,
    ...(isWritable(cargoHome) ? {} : { CARGO_HOME: join(temporary, 'cargo') }),
    CARGO_TARGET_DIR: join(temporary, 'target'),
  };
  const result = await runLong(what, 'cargo', args, { env: cargoEnv });
  if (!result.ok) {
    process.stdout.write(`${result.output.trim().split('\n').slice(-5).join('\n')}\n`);
    return false;
  }
  mkdirSync(join(temporary, 'bin'));
  renameSync(join(built, 'bin', 'hidane'), join(temporary, 'bin', 'hidane'));
  for (const folder of ['built', 'target', 'cargo']) rmSync(join(temporary, folder), { recursive: true, force: true });
  return isHidane(join(temporary, 'bin', 'hidane'));
}

/**
 * Finds, downloads or builds hidane. Returns undefined if Google's emulator can run instead (Java); throws a UserError if neither is possible.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>}
 */
export async function provideHidane(env = process.env) {
  const found = findHidane(env);
  if (found !== undefined) return found;
  const target = hidaneFolder(env);
  const file = join(target, 'bin', 'hidane');
  const isProvided = await createFolderOnce(
    target,
    async (temporary) => {
      if (await fromNpm(temporary, env)) return true;
      if (!hasRust(env) && hasApt(env)) await aptInstall(['cargo-web', 'rustc-web', 'gcc', 'libc6-dev']);
      return hasRust(env) && (await fromCargo(temporary, env));
    },
    { exists: () => isHidane(file) },
  );
  if (isProvided) return file;
  if (hasJava(env)) {
    printLine(
      'Java가 있어서 Google의 Firestore 에뮬레이터를 써요',
      "using Google's Firestore emulator with the installed Java",
    );
    return undefined;
  }
  throw userError(
    `Firestore 에뮬레이터를 찾지 못했어요. hidane ${HIDANE_VERSION}을 PATH나 $HIDANE에 두거나, Rust ${RUST.join('.')} 이상(rustup.rs)이나 Java ${JAVA} 이상을 설치하거나, Debian에서 root로 실행해 주세요.`,
    `Maru needs a Firestore emulator: put hidane ${HIDANE_VERSION} on PATH or set $HIDANE, or install Rust ${RUST.join('.')} or newer (rustup.rs) or Java ${JAVA} or newer, or run this as root on Debian.`,
  );
}
