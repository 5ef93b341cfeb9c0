import { expect, test } from 'vitest';
import { sidecarOfTakeout } from './sidecar.ts';

const UPLOAD = Date.UTC(2024, 0, 2, 10);
const item = { title: '', description: '', people: [], isFavourite: false, isArchived: false, isTrashed: false };

test.each([
  ['a scan without a date gets that of its upload, which is omitted', 0, false],
  ['and so does one whose upload took a moment longer', -2000, false],
  ['or was counted a moment earlier', 2000, false],
  ['a phone uploads what it has just taken', -3000, true],
  ['a photo is uploaded years later', -20 * 365 * 86_400_000, true],
  ['a person moved the date beyond the upload, or a clock was wrong', 3000, true],
])('%s', (_, ms, isDate) => {
  const takenAt = UPLOAD + ms;
  expect(sidecarOfTakeout({ ...item, takenAt, uploadedAt: UPLOAD })).toEqual(isDate ? { takenAt } : {});
});

test('a date counts where the time of the upload is not known', () => {
  expect(sidecarOfTakeout({ ...item, takenAt: UPLOAD })).toEqual({ takenAt: UPLOAD });
});
