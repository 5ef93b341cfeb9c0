import { describe, expect, test } from 'vitest';
import { parse, type BadDocument } from '../schema.ts';
import { captureDate, DATE_PRECISIONS, DATE_SOURCES, isFromFolder } from './capture-date.ts';

const valid = { local: '2019-05-03T14:10:00', offset: 540, utc: 1, precision: 'second', source: 'exif' };

describe('a capture date', () => {
  const parseDate = (takenAt: unknown) => parse('takenAt', captureDate, takenAt);

  test('needs only a local time, a precision and a source', () => {
    for (const precision of DATE_PRECISIONS)
      for (const source of DATE_SOURCES) {
        const minimal = { local: '1987-01-01T00:00:00', precision, source };
        expect(parseDate(minimal)).toEqual(minimal);
      }
  });

  test('is only a suggestion if it comes from the folder name', () => {
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
  ])('rejects %s %j', (field, value) => {
    expect(() => parseDate({ ...valid, [field]: value })).toThrow(
      expect.objectContaining({ document: 'takenAt', field }) as BadDocument,
    );
  });
});
