import { DEFAULT_REGION } from '@maru/model';
import { afterEach, expect, test, vi } from 'vitest';
import { answerHealth } from './health.ts';

afterEach(() => vi.unstubAllEnvs());

test('answers 503 while ffmpeg does not work, with the reason in the log only, and then with its versions', async () => {
  vi.stubEnv('MARU_FFPROBE_PATH', '/nowhere/ffprobe');
  const log = vi.fn();
  const broken = await answerHealth('GET', log);
  expect(broken).toMatchObject({ status: 503, body: { version: 'local', region: DEFAULT_REGION } });
  expect(JSON.stringify(broken.body)).not.toContain('nowhere');
  expect(String(log.mock.lastCall)).toContain('/nowhere/ffprobe');
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
