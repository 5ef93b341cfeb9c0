import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { VIDEO, frames } from './video.ts';
import { melody, SAMPLE_RATE, wav } from './melody.ts';

async function firstFrames(many: number): Promise<string[]> {
  const hashes: string[] = [];
  for await (const frame of frames(many)) hashes.push(createHash('sha256').update(frame).digest('hex'));
  return hashes;
}

it('renders the same frames each time, all of them different', async () => {
  const one = await firstFrames(6);
  expect(new Set(one).size).toBe(6);
  expect(await firstFrames(6)).toEqual(one);
}, 30_000);

it('has a melody as long as the video, audible and never clipped', () => {
  const samples = melody();
  expect(samples.length / SAMPLE_RATE).toBeCloseTo(VIDEO.frames / VIDEO.rate, 2);
  const peak = samples.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  expect(peak).toBeGreaterThan(0.3);
  expect(peak).toBeLessThan(1);
});

it('writes the melody as a WAV of the right length', () => {
  const file = wav(Float32Array.of(0, 1, -1));
  expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12)).toBe('RIFFWAVE');
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  expect([file.readInt16LE(44), file.readInt16LE(46), file.readInt16LE(48)]).toEqual([0, 32_767, -32_767]);
});
