import { expect, test } from 'vitest';
import { FORMATS, kindOfExtension, savedName } from './formats.ts';

test.each([
  ['가족사진.hta', 'jpeg', '가족사진.jpg'],
  ['가족사진.jpg.exe', 'jpeg', '가족사진.jpg.jpg'],
  ['가족사진.hta.', 'jpeg', '가족사진.hta..jpg'],
  ['IMG_0001.JPG', 'jpeg', 'IMG_0001.JPG'],
  ['IMG_0001.jpeg', 'jpeg', 'IMG_0001.jpeg'],
  ['IMG_0001.HEIC', 'jpeg', 'IMG_0001.jpg'],
  ['2020.08.15', 'jpeg', '2020.08.15.jpg'],
  ['설악산', 'png', '설악산.png'],
  ['.hta', 'jpeg', '.hta.jpg'],
  ['돌잔치.MP4', 'mov', '돌잔치.MP4'],
  ['돌잔치.webm', 'matroska', '돌잔치.webm'],
  ['?', 'unknown', '?.bin'],
  ['가족사진.hta', 'constructor', '가족사진.bin'],
])('%s with format %s is saved as %s', (fileName, format, saved) => {
  expect(savedName(fileName, format)).toBe(saved);
});

test('no format is saved with an executable extension', () => {
  const executable = /\.(hta|html?|exe|js|vbs|lnk|scr|bat|cmd|com|ps1|url|app|jar|msi|svgz)$/i;
  for (const format of FORMATS) expect(savedName('가족사진.hta', format)).not.toMatch(executable);
});

test.each([
  ['jpg', 'photo'],
  ['heic', 'photo'],
  ['mp4', 'video'],
  ['mov', 'video'],
  ['mts', 'video'],
  ['ogv', 'video'],
  ['m4a', 'sound'],
  ['mka', 'sound'],
  ['wma', 'sound'],
  ['opus', 'sound'],
  ['unknown', 'photo'],
  ['constructor', 'photo'],
])('a file that ends in %s is a %s', (extension, kind) => {
  expect(kindOfExtension(extension)).toBe(kind);
});
