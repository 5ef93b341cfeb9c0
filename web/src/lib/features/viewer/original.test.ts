import type { Entry } from '@maru/model';
import { expect, test } from 'vitest';
import { isShowable, showsMore } from './original.ts';

const photo = { kind: 'photo', width: 4000, height: 3000 } as Entry;

test.each<[Partial<Entry>, number, boolean]>([
  [{}, 1600, false],
  [{}, 2100, true],
  [{ width: 1600, height: 1200 }, 9000, false],
  [{ rotation: 90 }, 9000, false],
  [{ width: 20_000, height: 10_000 }, 9000, false],
  [{ isUnsupported: true }, 9000, false],
  [{ kind: 'video' }, 9000, false],
])('the original of %j shows more at %i pixels: %s', (entry, width, isBetter) => {
  expect(showsMore({ ...photo, ...entry }, width)).toBe(isBetter);
});

test('only files that every browser shows, and none that is too large', () => {
  expect(isShowable({ name: '설악산.JPG', size: 4_000_000 })).toBe(true);
  expect(isShowable({ name: '설악산.JPG', size: 90_000_000 })).toBe(false);
  expect(isShowable({ name: 'a.heic', size: 1000 })).toBe(false);
});
