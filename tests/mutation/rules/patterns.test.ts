import { expect, test } from 'vitest';
import { wrongPatterns } from './patterns.ts';

test('removes anchors, lengthens, shortens and replaces letters', () => {
  expect(wrongPatterns('^[a-z2-7]{20}$')).toEqual([
    '^.*[a-z2-7]{20}$',
    '^[a-z2-7]{20}.*$',
    '^[a-z2-7]{19,20}$',
    '^[a-z2-7]{20,21}$',
    '^[a-z2-7]+$',
    '^[a-z0-9]{20}$',
    '^[A-Za-z2-7]{20}$',
    '^[2-7]{20}$',
    '^[a-z]{20}$',
    '^.{20}$',
  ]);
});

test('drops each alternative and changes each repetition', () => {
  const wrong = wrongPatterns('^(all|x)(,(a|b))*$');
  expect(wrong).toContain('^(all)(,(a|b))*$');
  expect(wrong).toContain('^(x)(,(a|b))*$');
  expect(wrong).toContain('^(all|x)(,(a))*$');
  expect(wrong).toContain('^(all|x)(,(a|b))?$');
  expect(wrong).toContain('^(all|x)(,(a|b))+$');
  expect(wrongPatterns('.+x')).toEqual(['.*x']);
});

test('every variant differs and compiles', () => {
  for (const pattern of ['^[a-z2-7]{20}$', '^(all|[a-z2-7]{20})(,(all|[a-z2-7]{20}))*$', '^.+-originals$']) {
    const wrong = wrongPatterns(pattern);
    expect(new Set([pattern, ...wrong]).size).toBe(wrong.length + 1);
    for (const one of wrong) expect(() => new RegExp(one)).not.toThrow();
  }
});
