import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFfmpeg, npmFfmpeg, provideFfmpeg, whyNot } from './ffmpeg.js';
import { folder, programs } from './fake-programs.js';

const packed = npmFfmpeg();

test('$FFMPEG_PATH and $FFPROBE_PATH come before PATH; one without the other is no pair', () => {
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
  expect(packed && whyNot(packed)).toBeUndefined();
});

test('an ffmpeg that makes no stream, or reads what is not whitelisted, does not pass', () => {
  const idle = programs({ ffmpeg: 'exit 0', ffprobe: 'exit 0' });
  expect(whyNot({ ffmpeg: join(idle, 'ffmpeg'), ffprobe: join(idle, 'ffprobe') })).toBe('fMP4 HLS');
  // Drops the option and hands the rest to a real one, as an ffmpeg from before 2014 would fail to obey it.
  const deaf = programs({
    ffmpeg: `for a; do shift; [ "$a" = -format_whitelist ] && { skip=1; continue; }; [ -n "$skip" ] && { skip=; continue; }; set -- "$@" "$a"; done; exec ${packed?.ffmpeg ?? ''} "$@"`,
  });
  expect(packed && whyNot({ ...packed, ffmpeg: join(deaf, 'ffmpeg') })).toBe('-format_whitelist');
});

test('what cannot do the work is passed over for the builds from npm', async () => {
  const idle = programs({ ffmpeg: 'exit 0', ffprobe: 'exit 0' });
  expect(await provideFfmpeg({ PATH: idle, MARU_CACHE: folder() })).toEqual(packed);
});

test('where there is none at all, one sentence says what to do', async () => {
  await expect(provideFfmpeg({ PATH: programs({}) }, folder('root'))).rejects.toThrow(/\$FFMPEG_PATH/);
});
