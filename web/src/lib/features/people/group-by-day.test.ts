import type { Activity, Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { groupByDay } from './group-by-day.ts';

test('groups activities by day and keeps their order', () => {
  overwriteGetLocale(() => 'ko');
  const now = new Date(2026, 4, 10, 15);
  const at = (...when: [number, number, number, number]): Activity => ({
    type: 'left',
    at: new Date(...when).getTime(),
    by: 'b' as Uid,
    byName: '민수',
  });
  const rows = [
    ['d', at(2026, 4, 10, 14)],
    ['c', at(2026, 4, 10, 0)],
    ['b', at(2026, 4, 9, 23)],
    ['a', at(2025, 4, 9, 23)],
  ] as const;
  expect(groupByDay(rows, now).map(([day, all]) => [day, all.map(([id]) => id)])).toEqual([
    ['오늘', ['d', 'c']],
    ['어제', ['b']],
    ['작년 5월 9일', ['a']],
  ]);
});
