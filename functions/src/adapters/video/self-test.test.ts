import { afterEach, expect, test, vi } from 'vitest';
import { testFfmpeg } from './self-test.ts';

afterEach(() => vi.unstubAllEnvs());

test('returns the versions of both programs', async () => {
  const { ffmpeg, ffprobe } = await testFfmpeg();
  for (const version of [ffmpeg, ffprobe]) expect(version).toMatch(/^[\w.+-]+$/);
});

test.each([
  ['MARU_FFMPEG_PATH', '/nowhere/ffmpeg', /nowhere/],
  ['MARU_FFPROBE_PATH', '/nowhere/ffprobe', /nowhere/],
  ['MARU_FFMPEG_PATH', 'true', /printed no version/],
])('rejects with the reason if %s is %s', async (name, path, reason) => {
  vi.stubEnv(name, path);
  await expect(testFfmpeg()).rejects.toThrow(reason);
});

test('rejects if ffmpeg starts but cannot encode', async () => {
  vi.stubEnv('MARU_FFMPEG_PATH', new URL('../../../testing/ffmpeg-without-encoder', import.meta.url).pathname);
  await expect(testFfmpeg()).rejects.toThrow(/Unknown encoder/);
});
