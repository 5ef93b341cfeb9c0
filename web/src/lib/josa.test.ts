import { expect, test } from 'vitest';
import { josa } from './josa.ts';

test.each([
  ['사진', '을/를', '사진을'],
  ['바다', '을/를', '바다를'],
  ['엄마', '이/가', '엄마가'],
  ['앨범', '은/는', '앨범은'],
  ['할머니', '과/와', '할머니와'],
  ['서울', '으로/로', '서울로'],
  ['서울', '을/를', '서울을'],
  ['집', '으로/로', '집으로'],
  ['IMG_0001.jpg', '을/를', 'IMG_0001.jpg를'],
  ['film', '이/가', 'film이'],
  ['2013', '은/는', '2013은'],
  ['2012', '은/는', '2012는'],
  ['생신 (8)', '으로/로', '생신 (8)로'],
  ['바다'.normalize('NFD'), '을/를', '바다'.normalize('NFD') + '를'],
  ['🎂', '을/를', '🎂를'],
] as const)('%s + %s is %s', (label, particle, expected) => {
  expect(josa(label, particle)).toBe(expected);
});
