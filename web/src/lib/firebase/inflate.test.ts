// @vitest-environment node
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflate } from './inflate.ts';

test('decompresses text as functions compress it', async () => {
  const text = JSON.stringify({ caption: Array.from({ length: 500 }, (_, n) => `설악산 ${String(n)}`) });
  expect(await inflate(Uint8Array.from(deflateRawSync(text)))).toBe(text);
});

test('rejects bytes that are not compressed text', async () => {
  await expect(inflate(Uint8Array.from([255, 255, 255]))).rejects.toThrow();
});
