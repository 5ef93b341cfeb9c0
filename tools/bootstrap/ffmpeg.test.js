import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFfmpeg, npmFfmpeg, provideFfmpeg, findFault } from './ffmpeg.js';
import { folder, programs } from './fake-programs.js';

const packed = npmFfmpeg();

test('prefers $FFMPEG_PATH and $FFPROBE_PATH over PATH and requires both programs', () => {
  const path = programs({ ffmpeg: '', ffprobe: '' });
  expect(findFfmpeg({ PATH: path })).toEqual({ ffmpeg: join(path, 'ffmpeg'), ffprobe: join(path, 'ffprobe') });
  expect(findFfmpeg({ PATH: path, FFMPEG_PATH: '/own/ffmpeg', FFPROBE_PATH: '/own/ffprobe' })).toEqual({
    ffmpeg: '/own/ffmpeg',
    ffprobe: '/own/ffprobe',
  });
  expect(findFfmpeg({ PATH: programs({ ffmpeg: '' }) })).toBeUndefined();
});

test('the builds from npm pass the self-test', () => {
  expect(packed).toBeDefined();
  expect(packed && findFault(packed)).toBeUndefined();
});

test('rejects an ffmpeg that writes no HLS or ignores the format whitelist', () => {
  const idle = programs({ ffmpeg: 'exit 0', ffprobe: 'exit 0' });
  expect(findFault({ ffmpeg: join(idle, 'ffmpeg'), ffprobe: join(idle, 'ffprobe') })).toBe('fMP4 HLS');
  // Drops the option and passes the rest to a real ffmpeg: versions before 2014 ignore the whitelist.
  const old = programs({
    ffmpeg: `for a; do shift; [ "$a" = -format_whitelist ] && { skip=1; continue; }; [ -n "$skip" ] && { skip=; continue; }; set -- "$@" "$a"; done; exec ${packed?.ffmpeg ?? ''} "$@"`,
  });
  expect(packed && findFault({ ...packed, ffmpeg: join(old, 'ffmpeg') })).toBe('-format_whitelist');
});

test('uses the builds from npm instead of an ffmpeg that fails the self-test, without pip and apt', async () => {
  const idle = programs({ ffmpeg: 'exit 0', ffprobe: 'exit 0' });
  expect(await provideFfmpeg({ PATH: idle, MARU_CACHE: folder() })).toEqual(packed);
});

test('without any ffmpeg, one sentence says what to do', async () => {
  await expect(provideFfmpeg({ PATH: programs({}), MARU_CACHE: folder() }, folder('root'))).rejects.toThrow(
    /\$FFMPEG_PATH/,
  );
});
