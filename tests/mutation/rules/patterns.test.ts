import { expect, test } from 'vitest';
import { wrongPatterns } from './patterns.ts';

test('a pattern is opened at its ends, made longer and shorter, and given other letters', () => {
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

test('each alternative is left out, each repetition is made another', () => {
  const wrong = wrongPatterns('^(all|x)(,(a|b))*$');
  expect(wrong).toContain('^(all)(,(a|b))*$');
  expect(wrong).toContain('^(x)(,(a|b))*$');
  expect(wrong).toContain('^(all|x)(,(a))*$');
  expect(wrong).toContain('^(all|x)(,(a|b))?$');
  expect(wrong).toContain('^(all|x)(,(a|b))+$');
  expect(wrongPatterns('.+x')).toEqual(['.*x']);
});

test('each is another pattern that compiles', () => {
  for (const pattern of ['^[a-z2-7]{20}$', '^(all|[a-z2-7]{20})(,(all|[a-z2-7]{20}))*$', '^.+-originals$']) {
    const wrong = wrongPatterns(pattern);
    expect(new Set([pattern, ...wrong]).size).toBe(wrong.length + 1);
    for (const one of wrong) expect(() => new RegExp(one)).not.toThrow();
  }
});
