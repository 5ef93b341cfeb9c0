import { DEFAULT_REGION } from '@maru/model';
import { afterEach, expect, test, vi } from 'vitest';
import { answerHealth } from './health.ts';

afterEach(() => vi.unstubAllEnvs());

test('answers 503 with the reason while ffmpeg does not work, and then with its versions', async () => {
  vi.stubEnv('MARU_FFPROBE_PATH', '/nowhere/ffprobe');
  const broken = await answerHealth('GET');
  expect(broken).toMatchObject({ status: 503, body: { version: 'local', region: DEFAULT_REGION } });
  expect(JSON.stringify(broken.body)).toContain('/nowhere/ffprobe');
  vi.unstubAllEnvs();
  const healthy = await answerHealth('GET');
  expect(healthy.status).toBe(200);
  expect(Object.keys(healthy.body)).toEqual(['version', 'region', 'ffmpeg', 'ffprobe']);
  // Tested once per instance.
  vi.stubEnv('MARU_FFMPEG_PATH', '/nowhere/ffmpeg');
  expect(await answerHealth('GET')).toEqual(healthy);
});

test('accepts GET only', async () => {
  expect((await answerHealth('POST')).status).toBe(405);
});
