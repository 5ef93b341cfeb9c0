import { expect, test } from 'vitest';
import { localDay } from '../local-day.ts';
import { choicesToApply, daysSince, readCare } from './care.ts';

const choice = { value: 'large', by: 'owner', at: 5 };

test('reads choices and the last look, and refuses what is malformed', () => {
  expect(readCare({})).toEqual({});
  expect(readCare({ textSize: { ...choice, at: new Date(5) }, lastLooked: new Date(7), more: 1 })).toEqual({
    textSize: choice,
    lastLooked: 7,
  });
  expect(readCare({ lastLooked: 'hidden' })).toEqual({ lastLooked: 'hidden' });
  for (const invalid of [{ textSize: { ...choice, value: 'huge' } }, { isSimple: choice }, { lastLooked: 'never' }])
    expect(() => readCare(invalid), JSON.stringify(invalid)).toThrow('care');
});

test('each choice of a helper is applied once on a device, and none of the viewer', () => {
  const care = readCare({ textSize: choice, isSimple: { value: true, by: 'viewer', at: 6 } });
  const first = choicesToApply(care, 'viewer', {});
  expect(first).toEqual({ display: { textSize: 'large' }, applied: { textSize: 5 } });
  expect(choicesToApply(care, 'viewer', first.applied).display).toEqual({});
  const more = readCare({ textSize: choice, isSimple: { value: false, by: 'owner', at: 7 } });
  expect(choicesToApply(more, 'viewer', first.applied)).toEqual({
    display: { isSimple: false },
    applied: { textSize: 5, isSimple: 7 },
  });
  const again = readCare({ textSize: { ...choice, at: 8 } });
  expect(choicesToApply(again, 'viewer', first.applied).display).toEqual({ textSize: 'large' });
});

test('a day is that of the calendar, and never in the future', () => {
  const late = new Date(2026, 1, 28, 23, 59);
  expect(localDay(late)).toBe(Date.UTC(2026, 1, 28));
  expect(daysSince(localDay(late), new Date(2026, 2, 1, 0, 1))).toBe(1);
  expect(daysSince(localDay(late), late)).toBe(0);
  expect(daysSince(localDay(late), new Date(2026, 1, 27))).toBe(0);
});
