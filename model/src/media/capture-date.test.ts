import { describe, expect, test } from 'vitest';
import { parse, type BadDocument } from '../schema.ts';
import { captureDate, DATE_PRECISIONS, DATE_SOURCES, isFromFolder } from './capture-date.ts';

const whole = { local: '2019-05-03T14:10:00', offset: 540, utc: 1, precision: 'second', source: 'exif' };

describe('when it was taken', () => {
  const takenOf = (takenAt: unknown) => parse('takenAt', captureDate, takenAt);

  test('is known by its local time at least', () => {
    for (const precision of DATE_PRECISIONS)
      for (const source of DATE_SOURCES) {
        const least = { local: '1987-01-01T00:00:00', precision, source };
        expect(takenOf(least)).toEqual(least);
      }
  });

  test('is only proposed where a folder says it', () => {
    expect(DATE_SOURCES.filter((source) => isFromFolder({ source }))).toEqual(['folder']);
  });

  test.each<[string, unknown]>([
    ['local', '2019-05-03'],
    ['local', '2019-05-03T14:10:00Z'],
    ['local', '2019-05-03T14:10:00+09:00'],
    ['local', '2019:05:03 14:10:00'],
    ['local', 1],
    ['offset', '+09:00'],
    ['utc', new Date(5)],
    ['precision', 'hour'],
    ['source', 'guess'],
  ])('is refused for its %s %j', (field, value) => {
    expect(() => takenOf({ ...whole, [field]: value })).toThrow(
      expect.objectContaining({ document: 'takenAt', field }) as BadDocument,
    );
  });
});
