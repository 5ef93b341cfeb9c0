import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, hasApt } from './apt.js';
import { cacheFolder, ROOT } from './cache.js';
import { isExecutable, onPath, output } from './shell.js';
import { userError, printLine } from './messages.js';

/** @typedef {{ ffmpeg: string, ffprobe: string }} Pair */

const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'];
const PICTURE = ['-f', 'lavfi', '-i', 'testsrc=size=128x72:rate=25:duration=2'];
const SOUND = ['-f', 'lavfi', '-i', 'sine=duration=2'];
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
 * Why this pair cannot do Maru's work, or undefined when it can: byte-range fMP4 HLS, and refusing a format that is not whitelisted.
 * @param {Pair} pair
 */
export function whyNot({ ffmpeg, ffprobe }) {
  const folder = mkdtempSync(join(tmpdir(), 'maru-ffmpeg-'));
  try {
    const segments = join(folder, 'stream.mp4');
    const playlist = join(folder, 'stream.m3u8');
    const made = output(ffmpeg, [
      ...QUIET,
      ...PICTURE,
      ...SOUND,
      ...STREAM,
      ...HLS,
      '-hls_segment_filename',
      segments,
      playlist,
    ]);
    if (made === undefined || !existsSync(playlist)) return 'fMP4 HLS';
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

/** The pair that $FFMPEG_PATH and $FFPROBE_PATH name or that is on PATH, or undefined. @param {NodeJS.ProcessEnv} env @returns {Pair | undefined} */
export function findFfmpeg(env = process.env) {
  const ffmpeg = env['FFMPEG_PATH'] || onPath(['ffmpeg'], env);
  const ffprobe = env['FFPROBE_PATH'] || onPath(['ffprobe'], env);
  return ffmpeg && ffprobe ? { ffmpeg, ffprobe } : undefined;
}

/** A file that can be run: itself, or a copy in the cache where npm's file may not be changed. @param {string} file */
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

/** The builds in the npm packages of this platform, or undefined. @returns {Pair | undefined} */
export function npmFfmpeg(root = ROOT) {
  const platform = `${process.platform}-${process.arch}`;
  const ffmpeg = join(root, 'node_modules', '@ffmpeg-installer', platform, 'ffmpeg');
  const ffprobe = join(root, 'node_modules', '@ffprobe-installer', platform, 'ffprobe');
  return existsSync(ffmpeg) && existsSync(ffprobe)
    ? { ffmpeg: runnable(ffmpeg), ffprobe: runnable(ffprobe) }
    : undefined;
}

/**
 * A pair that passed the self-test: named or on PATH, else npm's builds of 2018 (nothing to fetch, and said), else apt's as root on Debian.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Pair>}
 */
export async function provideFfmpeg(env = process.env, root = ROOT) {
  const own = findFfmpeg(env);
  const ownFault = own ? whyNot(own) : undefined;
  if (own && ownFault === undefined) return own;
  if (own) printLine(`${own.ffmpeg}은 쓸 수 없어요 (${ownFault})`, `${own.ffmpeg} cannot be used (${ownFault})`);
  const packed = npmFfmpeg(root);
  if (packed && whyNot(packed) === undefined) {
    printLine(
      'ffmpeg이 없어서 npm의 2018년판을 써요. 이 컴퓨터에서 써 보기에는 충분하고, 새 ffmpeg을 설치하면 그것을 써요.',
      'no ffmpeg here: using the build of 2018 from npm, good enough to try Maru on this computer; a newer one is used once it is installed.',
    );
    return packed;
  }
  if (hasApt(env) && (await aptInstall(['ffmpeg']))) {
    const installed = findFfmpeg({ ...env, FFMPEG_PATH: '', FFPROBE_PATH: '' });
    if (installed && whyNot(installed) === undefined) return installed;
  }
  throw userError(
    'ffmpeg과 ffprobe가 필요해요: 4.4 이상을 설치하거나 $FFMPEG_PATH와 $FFPROBE_PATH로 알려 주세요.',
    'Maru needs ffmpeg and ffprobe: install 4.4 or newer, or name them by $FFMPEG_PATH and $FFPROBE_PATH.',
  );
}
