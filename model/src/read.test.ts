import { describe, expect, test } from 'vitest';
import { BadDocument, compact, Reader } from './read.ts';

const reader = (value: unknown): Reader => new Reader('thing', value);
const refuses = (read: () => unknown, field: string): void => {
  expect(read).toThrow(expect.objectContaining({ name: 'BadDocument', document: 'thing', field }) as BadDocument);
};

test.each([undefined, null, 'text', 7, true, [1]])('%j is no document', (value) => {
  refuses(() => reader(value), 'the document');
});

describe('a field', () => {
  test('comes in its type', () => {
    const r = reader({ text: 'a', number: 1.5, list: ['a'], one: 'b', map: { inner: 'c' } });
    expect([r.text('text'), r.number('number'), r.oneOf('one', ['a', 'b']), r.within('map').text('inner')]).toEqual([
      'a',
      1.5,
      'b',
      'c',
    ]);
    expect(r.list('list', (value): value is string => typeof value === 'string')).toEqual(['a']);
    expect(r.keys()).toEqual(['text', 'number', 'list', 'one', 'map']);
  });

  test('is refused in any other, and where it is missing', () => {
    const r = reader({ text: 1, number: '1', nan: Number.NaN, endless: Infinity, list: ['a', 1], one: 'c', map: [] });
    refuses(() => r.text('text'), 'text');
    refuses(() => r.number('number'), 'number');
    refuses(() => r.number('nan'), 'nan');
    refuses(() => r.number('endless'), 'endless');
    refuses(() => r.list('list', (value): value is string => typeof value === 'string'), 'list');
    refuses(() => r.list('text', (_): _ is unknown => true), 'text');
    refuses(() => r.oneOf('one', ['a', 'b']), 'one');
    refuses(() => r.text('missing'), 'missing');
    refuses(() => r.number('missing'), 'missing');
    refuses(() => r.instant('missing'), 'missing');
    expect(() => r.within('map')).toThrow(BadDocument);
  });

  test('names where inside it was bad, and never what it held', () => {
    const error = (() => {
      try {
        return reader({ map: { inner: 'a secret' } })
          .within('map')
          .number('inner');
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ document: 'thing.map', field: 'inner' });
    expect(String(error)).not.toContain('secret');
  });

  test('that is null or missing is not there', () => {
    const r = reader({ nothing: null, zero: 0 });
    expect([r.has('nothing'), r.has('missing'), r.has('zero')]).toEqual([false, false, true]);
    expect([r.maybe('nothing', r.number), r.maybe('missing', r.number), r.maybe('zero', r.number)]).toEqual([
      undefined,
      undefined,
      0,
    ]);
    const bad = reader({ zero: '0' });
    refuses(() => bad.maybe('zero', bad.number), 'zero');
  });
});

describe('an instant', () => {
  const at = (value: unknown): number => reader({ at: value }).instant('at');

  test.each([
    ['milliseconds', 5],
    ['a Date', new Date(5)],
    ['a Timestamp', { toMillis: () => 5 }],
  ])('comes from %s', (_, value) => {
    expect(at(value)).toBe(5);
  });

  test.each([
    ['a text', '2020-01-01'],
    ['no date', new Date(Number.NaN)],
    ['no number', Number.NaN],
    ['no end', Infinity],
    ['nothing', null],
    ['a map', { seconds: 5 }],
    ['a Timestamp of nothing', { toMillis: () => undefined }],
    ['one that only says so', { toMillis: 5 }],
  ])('does not come from %s', (_, value) => {
    refuses(() => at(value), 'at');
  });
});

test('compact leaves out what is undefined, and nothing else', () => {
  expect(compact({ a: undefined, b: null, c: 0, d: '', e: false })).toEqual({ b: null, c: 0, d: '', e: false });
});
