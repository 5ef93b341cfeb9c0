import type { CaptureDate } from '@maru/model';
import { expect, test } from 'vitest';
import { fieldsOf, isSameDate, shiftMinutesOf, statedDateOf } from './date-fields.ts';

const date = (local: string, precision: CaptureDate['precision'], source: CaptureDate['source'] = 'edit') =>
  ({ local, precision, source }) as const;
const today = '2026-11-28';
const form = { precision: 'day', day: '2019-08-15', year: '1987', month: '08' } as const;

test('offers what is known of a date', () => {
  expect(fieldsOf(undefined)).toEqual({ precision: 'day', day: '', year: '', month: '01' });
  expect(fieldsOf(date('2019-05-03T14:10:00', 'second', 'exif'))).toEqual({
    ...{ precision: 'day', day: '2019-05-03', year: '2019', month: '05' },
  });
  expect(fieldsOf(date('1987-01-01T00:00:00', 'year', 'folder')).precision).toBe('about');
  expect(fieldsOf(date('1987-01-01T00:00:00', 'year')).precision).toBe('year');
});

test.each([
  ['day', '2019-08-15T00:00:00'],
  ['month', '1987-08-01T00:00:00'],
  ['year', '1987-01-01T00:00:00'],
  ['about', '1987-01-01T00:00:00'],
] as const)('states a date to its %s', (precision, local) => {
  expect(statedDateOf({ ...form, precision }, today)).toEqual({ local, precision });
});

test.each([
  ['no day', { ...form, day: '' }],
  ['a day in the future', { ...form, day: '2026-11-29' }],
  ['the 30th of February', { ...form, day: '2019-02-30' }],
  ['no year', { ...form, precision: 'year', year: '' }],
  ['half a year', { ...form, precision: 'about', year: '87' }],
  ['a year in words', { ...form, precision: 'year', year: '재작년' }],
  ['a year before photography', { ...form, precision: 'year', year: '1700' }],
  ['a month in the future', { ...form, precision: 'month', year: '2026', month: '12' }],
] as const)('states no date for %s', (_, fields) => {
  expect(statedDateOf(fields, today)).toBeUndefined();
});

test('today and this year can be stated', () => {
  expect(statedDateOf({ ...form, day: today }, today)).toBeDefined();
  expect(statedDateOf({ ...form, precision: 'year', year: '2026' }, today)).toBeDefined();
});

test('a date is the same if it states nothing else, whatever the time of day', () => {
  const taken = date('2019-05-03T14:10:00', 'second', 'exif');
  expect(isSameDate({ local: '2019-05-03T00:00:00', precision: 'day' }, taken)).toBe(true);
  expect(isSameDate({ local: '2019-05-04T00:00:00', precision: 'day' }, taken)).toBe(false);
  expect(isSameDate({ local: '2019-01-01T00:00:00', precision: 'year' }, taken)).toBe(false);
  expect(isSameDate({ local: '2019-05-03T00:00:00', precision: 'day' }, undefined)).toBe(false);
});

test.each([
  [{ direction: 'later', days: '1', hours: '2', minutes: '3' }, 1563],
  [{ direction: 'earlier', days: '', hours: ' 9 ', minutes: '' }, -540],
  [{ direction: 'later', days: '', hours: '', minutes: '' }, undefined],
  [{ direction: 'later', days: '1.5', hours: '', minutes: '' }, undefined],
  [{ direction: 'later', days: '-1', hours: '', minutes: '' }, undefined],
  [{ direction: 'later', days: '8', hours: '', minutes: '' }, undefined],
] as const)('a shift of %o is %s minutes', (fields, minutes) => {
  expect(shiftMinutesOf(fields, 7 * 1440)).toBe(minutes);
});
