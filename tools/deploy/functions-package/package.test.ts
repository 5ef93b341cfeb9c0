import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../../bootstrap/fake-programs.js';
import { findDeployedFfmpeg } from './ffmpeg.ts';
import { checkSize, sizeOf } from './size.ts';

test('accepts programs for Linux on x86-64 only', async () => {
  const path = folder('ffmpeg');
  await expect(findDeployedFfmpeg(path)).rejects.toThrow(/not a program|프로그램이 아니에요/);
  for (const name of ['ffmpeg', 'ffprobe']) {
    writeFileSync(join(path, name), '#!/bin/sh\n');
    chmodSync(join(path, name), 0o755);
  }
  await expect(findDeployedFfmpeg(path)).rejects.toThrow(/not a program|프로그램이 아니에요/);
  await expect(findDeployedFfmpeg(join(path, 'ffmpeg'))).rejects.toThrow(/not a program|프로그램이 아니에요/);
});

test('measures a package as it is and as its archive', async () => {
  const path = folder('package');
  mkdirSync(join(path, 'bin'));
  writeFileSync(join(path, 'bin', 'zeros'), Buffer.alloc(1e6));
  writeFileSync(join(path, 'package.json'), '{}');
  const { bytes, compressed } = await sizeOf(path);
  expect(bytes).toBe(1e6 + 2);
  expect(compressed).toBeGreaterThan(1000);
  expect(compressed).toBeLessThan(3000);
});

test('refuses a package above either limit', () => {
  const limit = { bytes: 500, compressed: 100 };
  expect(() => checkSize({ bytes: 500, compressed: 100 }, limit)).not.toThrow();
  expect(() => checkSize({ bytes: 501, compressed: 100 }, limit)).toThrow();
  expect(() => checkSize({ bytes: 500, compressed: 101 }, limit)).toThrow();
});
