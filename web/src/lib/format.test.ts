import type { CaptureDate } from '@maru/model';
import { afterEach, describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatTimecode,
  formatDay,
  formatTimeLeft,
  formatDuration,
  formatCaptureDate,
  formatNumber,
  formatSome,
  formatMonth,
  formatMonthName,
  formatYears,
} from './format.ts';
import { overwriteGetLocale } from './paraglide/runtime.js';

const setLocale = (locale: 'ko' | 'en') => overwriteGetLocale(() => locale);
afterEach(() => setLocale('ko'));
setLocale('ko');

const now = new Date(2026, 9, 4, 9, 30);
const at = (local: string, precision: CaptureDate['precision'] = 'second'): CaptureDate => ({
  local,
  precision,
  source: 'exif',
});

test('formatSome counts the names that it does not list', () => {
  expect(formatSome(['설날', '제주'], 2)).toBe('설날, 제주');
  expect(formatSome(['설날', '제주', '추석'], 2)).toBe('설날, 제주 외 1개');
});

describe('formatDay', () => {
  test.each([
    ['2026-10-04T00:00:01', '오늘', 'today'],
    ['2026-10-03T23:59:59', '어제', 'yesterday'],
    ['2026-10-02T12:00:00', '10월 2일', 'October 2'],
    ['2025-05-03T14:10:00', '작년 5월 3일', 'May 3 last year'],
    ['2019-05-03T14:10:00', '2019년 5월 3일', 'May 3, 2019'],
    ['2026-10-05T14:10:00', '10월 5일', 'October 5'],
  ])('%s is %s', (local, ko, en) => {
    expect(formatDay(at(local), now)).toBe(ko);
    setLocale('en');
    expect(formatDay(at(local), now)).toBe(en);
  });

  test('is not more precise than the capture date', () => {
    expect(formatDay(at('1987-01-01T00:00:00', 'year'), now)).toBe('1987년');
    expect(formatDay(at('1987-06-01T00:00:00', 'month'), now)).toBe('1987년 6월');
    expect(formatDay(undefined, now)).toBeUndefined();
  });
});

test('formatCaptureDate shows the local time of the place', () => {
  expect(formatCaptureDate({ ...at('2019-05-03T14:10:00'), offset: 540 })).toBe('2019년 5월 3일 금요일 오후 2:10');
  expect(formatCaptureDate(at('1987-06-01T00:00:00', 'month'))).toBe('1987년 6월');
  expect(formatCaptureDate(at('1987-06-01T00:00:00', 'day'))).toBe('1987년 6월 1일 월요일');
  expect(formatCaptureDate(undefined)).toBeUndefined();
  setLocale('en');
  expect(formatCaptureDate(at('2019-05-03T14:10:00'))).toBe('Friday, May 3, 2019 at 2:10 PM');
});

test('a year that a person only knows approximately is marked', () => {
  const about = { ...at('1987-01-01T00:00:00', 'about'), source: 'edit' } as const;
  expect([formatCaptureDate(about), formatDay(about, now)]).toEqual(['1987년쯤', '1987년쯤']);
});

test('a date from a folder is approximate', () => {
  const about = (local: string, precision: CaptureDate['precision']): CaptureDate => ({
    local,
    precision,
    source: 'folder',
  });
  const all = [
    about('1987-01-01T00:00:00', 'year'),
    about('1987-08-01T00:00:00', 'month'),
    about('2001-11-03T00:00:00', 'day'),
  ];
  const korean = ['1987년쯤', '1987년 8월쯤', '2001년 11월 3일쯤'];
  expect(all.map((takenAt) => formatCaptureDate(takenAt))).toEqual(korean);
  expect(all.map((takenAt) => formatDay(takenAt, now))).toEqual(korean);
  setLocale('en');
  expect(all.map((takenAt) => formatCaptureDate(takenAt))).toEqual([
    'about 1987',
    'about August 1987',
    'about November 3, 2001',
  ]);
});

test('formatMonth shows a month or a year', () => {
  expect(['2019-08', '1826-12', '1987'].map(formatMonth)).toEqual(['2019년 8월', '1826년 12월', '1987년']);
  expect(formatMonthName('2019-08')).toBe('8월');
  setLocale('en');
  expect(['2019-08', '1987'].map(formatMonth)).toEqual(['August 2019', '1987']);
  expect(formatMonthName('2019-08')).toBe('August');
});

test('formatYears shows one year or a range', () => {
  expect(formatYears({ from: '2019-01-01', to: '2019-12-31' })).toBe('2019년');
  expect(formatYears({ from: '1987-01-01', to: '2019-12-31' })).toMatch(/^1987년?\s?[~–-]\s?2019년$/);
});

test.each([
  [12, '0:12', '12초', '12 seconds'],
  [0, '0:00', '0초', '0 seconds'],
  [0.3, '0:01', '1초', '1 second'],
  [192.4, '3:12', '3분 12초', '3 minutes 12 seconds'],
  [180, '3:00', '3분', '3 minutes'],
  [4320, '1:12:00', '1시간 12분', '1 hour 12 minutes'],
  [3723, '1:02:03', '1시간 2분', '1 hour 2 minutes'],
])('formats %d seconds', (seconds, timecode, ko, en) => {
  expect(formatTimecode(seconds)).toBe(timecode);
  expect(formatDuration(seconds)).toBe(ko);
  setLocale('en');
  expect(formatDuration(seconds)).toBe(en);
});

test('formatTimeLeft rounds to minutes or hours', () => {
  expect([20, 185, 7300].map(formatTimeLeft)).toEqual(['1분도 안 남았어요', '3분쯤 남았어요', '2시간쯤 남았어요']);
  setLocale('en');
  expect([20, 60, 185, 7300].map(formatTimeLeft)).toEqual([
    'less than a minute left',
    'about 1 minute left',
    'about 3 minutes left',
    'about 2 hours left',
  ]);
});

test('formatBytes and formatNumber', () => {
  expect([0, 820, 820_400, 3_400_000, 26_000_000_000].map(formatBytes)).toEqual([
    '0kB',
    '1kB',
    '821kB',
    '3.4MB',
    '26GB',
  ]);
  expect(formatNumber(1204)).toBe('1,204');
});
