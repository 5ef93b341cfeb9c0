import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';

test('reads quoted cells, line ends of all systems, and rows of any length', () => {
  expect(parseCsv('\ufeffa,b\r\n"1, ""x""\n2",3\r\n\r\n4\n5,6,7\r8,""')).toEqual([
    { a: '1, "x"\n2', b: '3' },
    { a: '4', b: '' },
    { a: '5', b: '6' },
    { a: '8', b: '' },
  ]);
  expect(parseCsv('')).toEqual([]);
});

test('a quote that is not closed is a part of the text', () => {
  expect(parseCsv('a,b\n"1,2\n3"x,4')).toEqual([
    { a: '"1', b: '2' },
    { a: '3"x', b: '4' },
  ]);
  const many = `a\n${'"x"y,'.repeat(200_000)}"`;
  expect(parseCsv(many)).toEqual([{ a: '"x"y' }]);
});
