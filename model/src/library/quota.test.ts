import { expect, test } from 'vitest';
import { MAX_BYTES_A_DAY, MAX_ITEMS_A_DAY, MAX_LIBRARY_BYTES, MAX_OFFERS_A_DAY } from '../limits.ts';
import { dayOf, isTooMuch, isTooMuchOffered, readDay } from './quota.ts';
import { BadDocument } from '../read.ts';

const none = readDay(undefined);

test('a day is one of UTC, and without a document nothing came on it', () => {
  expect(dayOf(Date.UTC(2026, 0, 2, 23, 59, 59))).toBe('2026-01-02');
  expect(none).toEqual({ items: 0, bytes: 0, offers: 0, offered: 0 });
  expect(readDay({ items: 2, bytes: 7 })).toEqual({ items: 2, bytes: 7, offers: 0, offered: 0 });
  expect(() => readDay({ items: 'many' })).toThrow(BadDocument);
});

test('the last byte and the last item fit, one more does not', () => {
  expect(isTooMuch(5, none, MAX_LIBRARY_BYTES - 5)).toBe(false);
  expect(isTooMuch(6, none, MAX_LIBRARY_BYTES - 5)).toBe(true);
  expect(isTooMuch(1, { ...none, items: MAX_ITEMS_A_DAY - 1 }, 0)).toBe(false);
  expect(isTooMuch(1, { ...none, items: MAX_ITEMS_A_DAY }, 0)).toBe(true);
  expect(isTooMuch(5, { ...none, bytes: MAX_BYTES_A_DAY - 5 }, 0)).toBe(false);
  expect(isTooMuch(6, { ...none, bytes: MAX_BYTES_A_DAY - 5 }, 0)).toBe(true);
});

test('offers are counted by themselves', () => {
  expect(isTooMuchOffered(1, { ...none, offers: MAX_OFFERS_A_DAY - 1 })).toBe(false);
  expect(isTooMuchOffered(1, { ...none, offers: MAX_OFFERS_A_DAY })).toBe(true);
  expect(isTooMuchOffered(5, { ...none, offered: MAX_BYTES_A_DAY - 5 })).toBe(false);
  expect(isTooMuchOffered(6, { ...none, offered: MAX_BYTES_A_DAY - 5 })).toBe(true);
  expect(isTooMuchOffered(1, { ...none, items: MAX_ITEMS_A_DAY, bytes: MAX_BYTES_A_DAY })).toBe(false);
});
