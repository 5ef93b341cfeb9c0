import { expect, test } from 'vitest';
import { fileNameOf } from './file-name.ts';
import { isPlainText } from './name.ts';

test('fileNameOf normalizes to NFC, removes misleading characters and shortens long names in the middle', () => {
  expect(fileNameOf('바다.jpg'.normalize('NFD'))).toBe('바다.jpg');
  expect(fileNameOf('a/b\\c: 1?.jpg')).toBe('a/b\\c: 1?.jpg');
  const long = `${'가'.repeat(300)}끝.jpeg`;
  expect(fileNameOf(long)).toHaveLength(255);
  expect(fileNameOf(long)).toMatch(/^가+….*끝\.jpeg$/);
  expect(fileNameOf('😀'.repeat(200))).not.toMatch(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
  );
  expect(fileNameOf('')).not.toBe('');
  expect(fileNameOf('\ud800사진\u202egpj.\x07exe')).toBe('사진gpj.exe');
  expect(isPlainText(fileNameOf(`가${'\u0301'.repeat(40)}.jpg`))).toBe(true);
});
