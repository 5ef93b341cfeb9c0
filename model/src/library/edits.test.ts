import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { CaptureDate } from '../media/capture-date.ts';
import { MAX_CHAPTERS } from '../limits.ts';
import {
  captureDateEdit,
  chaptersEdit,
  chaptersIn,
  editsAfter,
  isSameEdits,
  undoOf,
  withEdits,
  writeEdits,
  type Edits,
} from './edits.ts';
import { readItem } from './item.ts';

const fromCamera: CaptureDate = { local: '2019-05-03T14:10:00', offset: 540, precision: 'second', source: 'exif' };
const file = { caption: '바다에서', takenAt: fromCamera };
const dayOf = (local: string): CaptureDate => ({ local: `${local}T00:00:00`, precision: 'day', source: 'edit' });
/** A call at this time, with a key of its own. */
const callAt = (at: number) => ({ key: 'abcdefghij'.charAt(at).repeat(20), at });
const parseDate = (value: unknown) => {
  const result = v.safeParse(captureDateEdit, value);
  return result.success ? result.output : undefined;
};

describe('the capture date of a request', () => {
  test.each([
    ['2019-02-30T00:00:00', 'day'],
    ['2019-02-29T00:00:00', 'day'],
    ['2019-13-01T00:00:00', 'month'],
    ['2019-01-01T24:00:00', 'second'],
    ['2019-01-01T10:60:00', 'second'],
    ['1825-12-31T00:00:00', 'day'],
    ['0000-01-01T00:00:00', 'year'],
    ['2019-01-01', 'day'],
    ['어제', 'day'],
    ['2019-01-01T00:00:00', 'decade'],
  ])('refuses %s as %s', (local, precision) => {
    expect(parseDate({ local, precision })).toBeUndefined();
  });

  test('accepts the 29th of February of a leap year', () => {
    expect(parseDate({ local: '2020-02-29T00:00:00', precision: 'day' })).toEqual({
      local: '2020-02-29T00:00:00',
      precision: 'day',
    });
  });

  test.each([
    ['second', '1987-08-15T13:45:10'],
    ['day', '1987-08-15T00:00:00'],
    ['month', '1987-08-01T00:00:00'],
    ['year', '1987-01-01T00:00:00'],
    ['about', '1987-01-01T00:00:00'],
  ])('keeps of a local time what its precision %s says', (precision, local) => {
    expect(parseDate({ local: '1987-08-15T13:45:10', precision })).toEqual({ local, precision });
  });

  test.each([0.5, 1e9])('refuses a shift by %d minutes', (shiftMinutes) => {
    expect(parseDate({ shiftMinutes })).toBeUndefined();
  });
});

describe('withEdits', () => {
  test('shows edits instead of the file’s own metadata', () => {
    const edits: Edits = { caption: { value: '할머니 댁', at: 1 }, takenAt: { value: dayOf('1987-08-15'), at: 1 } };
    expect(withEdits(file, edits)).toEqual({ caption: '할머니 댁', takenAt: dayOf('1987-08-15') });
    expect(withEdits(file, undefined)).toBe(file);
    expect(withEdits(file, { takenAt: { value: dayOf('1987-08-15'), at: 1 } }).caption).toBe('바다에서');
  });

  test('shows no caption if the edited one is empty', () => {
    expect(withEdits(file, { caption: { value: '', at: 1 } })).toEqual({ takenAt: fromCamera });
  });
});

describe('editsAfter', () => {
  const item = { mediaInfo: file };

  test('changes only what the edit names', () => {
    const first = editsAfter(item, { caption: '할머니 댁' }, callAt(5));
    const second = editsAfter(
      { ...item, edits: first },
      { takenAt: { local: '1987-01-01T00:00:00', precision: 'about' } },
      callAt(6),
    );
    expect(second).toEqual({
      caption: { value: '할머니 댁', ...callAt(5) },
      takenAt: { value: { local: '1987-01-01T00:00:00', precision: 'about', source: 'edit' }, ...callAt(6) },
    });
    expect(editsAfter({ ...item, edits: second }, { caption: null }, callAt(7))).toEqual({ takenAt: second.takenAt });
    expect(editsAfter({ ...item, edits: second }, { caption: null, takenAt: null }, callAt(7))).toEqual({});
  });

  test('an equal value is no change', () => {
    const edit = { caption: '할머니 댁', takenAt: { local: '1987-08-15T00:00:00', precision: 'day' } } as const;
    const edits = editsAfter(item, edit, callAt(5));
    expect(isSameEdits(editsAfter({ ...item, edits }, edit, callAt(9)), edits)).toBe(true);
    expect(isSameEdits(editsAfter({ ...item, edits }, { caption: '' }, callAt(9)), edits)).toBe(false);
  });

  test('shifts the displayed date once for each key', () => {
    const takenAt = { shiftMinutes: -15 * 60 };
    const once = editsAfter(item, { takenAt }, callAt(5));
    expect(once.takenAt).toEqual({
      value: { local: '2019-05-02T23:10:00', precision: 'second', source: 'edit' },
      ...callAt(5),
    });
    const repeated = editsAfter({ ...item, edits: once }, { takenAt }, { ...callAt(5), at: 6 });
    expect(isSameEdits(repeated, once)).toBe(true);
    const other = editsAfter({ ...item, edits: once }, { takenAt }, callAt(6));
    expect(other.takenAt?.value.local).toBe('2019-05-02T08:10:00');
  });

  test.each([
    [dayOf('2019-05-03'), 3 * 1440 + 600, '2019-05-06T00:00:00'],
    [dayOf('2019-05-03'), -600, '2019-05-03T00:00:00'],
  ])('shifts a day by whole days', (takenAt, shiftMinutes, local) => {
    expect(editsAfter({ mediaInfo: { takenAt } }, { takenAt: { shiftMinutes } }, callAt(5)).takenAt?.value.local).toBe(
      local,
    );
  });

  test.each([
    ['a month', { local: '1987-08-01T00:00:00', precision: 'month', source: 'folder' } as const],
    ['no date', undefined],
    ['a date that would precede photography', dayOf('1826-01-01')],
  ])('a shift of %s changes nothing', (_, takenAt) => {
    const mediaInfo = takenAt ? { takenAt } : {};
    expect(editsAfter({ mediaInfo }, { takenAt: { shiftMinutes: -1440 } }, callAt(5))).toEqual({});
  });
});

describe('undoOf', () => {
  const first = {
    caption: '첫째',
    placeName: '제주',
    takenAt: { local: '1987-01-01T00:00:00', precision: 'year' },
  } as const;
  const second = { caption: '둘째', placeName: '서울', takenAt: { shiftMinutes: 1440 } };

  test.each([
    ['no edits', {}, { caption: null, placeName: null, takenAt: null }],
    ['other edits', { edits: editsAfter({}, first, callAt(4)) }, first],
  ])('is the same before and after the call, for an item with %s', (_, edited, undo) => {
    const edit = { ...second, takenAt: { local: '2001-01-01T00:00:00', precision: 'day' } } as const;
    const { key } = callAt(5);
    expect(undoOf(edited, edit, key)).toEqual(undo);
    const edits = editsAfter(edited, edit, callAt(5));
    expect(undoOf({ edits }, edit, key)).toEqual(undo);
    // The person changed the text and sent it again, because no response came.
    const corrected = editsAfter({ edits }, { ...edit, caption: '둘째 딸' }, { key, at: 6 });
    expect(undoOf({ edits: corrected }, edit, key)).toEqual(undo);
    expect(undoOf({ edits }, edit, callAt(7).key)).toEqual(edit);
  });

  test('of a shift is the date before it, also after the call', () => {
    const edits = editsAfter({ mediaInfo: file }, second, callAt(5));
    expect(undoOf({ edits }, second, callAt(5).key)).toEqual({ caption: null, placeName: null, takenAt: null });
  });
});

test('edits are read from a document as they were written', () => {
  const edits = editsAfter(
    {},
    { caption: '', takenAt: { local: '1987-01-01T00:00:00', precision: 'year' } },
    callAt(5),
  );
  const fields = { state: 'ready', uploader: 'me', fileName: 'a.jpg', size: 1, albums: ['all'], addedAt: 1, rev: 1 };
  expect(readItem({ ...fields, edits: writeEdits(edits) }).edits).toEqual(edits);
  expect(writeEdits({})).toBeUndefined();
});

test('other edits keep the rotation', () => {
  const rotation = { value: 90, at: 1 } as const;
  const edits = editsAfter({ edits: { rotation } }, { caption: '바다' }, callAt(5));
  expect(edits).toEqual({ rotation, caption: { value: '바다', ...callAt(5) } });
  expect(editsAfter({ edits }, { caption: null }, callAt(6))).toEqual({ rotation });
  expect(writeEdits({ rotation })).toEqual({ rotation: { value: 90, at: new Date(1) } });
});

test('a place is edited like a caption', () => {
  const edits = editsAfter({}, { placeName: '제주' }, callAt(5));
  expect(edits).toEqual({ placeName: { value: '제주', ...callAt(5) } });
  expect(withEdits({ placeName: '설악산' }, edits)).toEqual({ placeName: '제주' });
  expect(withEdits({ placeName: '설악산' }, editsAfter({ edits }, { placeName: '' }, callAt(6)))).toEqual({});
  expect(isSameEdits(edits, editsAfter({ edits }, { placeName: '제주' }, callAt(7)))).toBe(true);
  expect(editsAfter({ edits }, { placeName: null }, callAt(8))).toEqual({});
});

test('keeping a photo can be undone', () => {
  const edits = editsAfter({}, { isKept: true }, callAt(5));
  expect(edits).toEqual({ isKept: { value: true, ...callAt(5) } });
  expect(isSameEdits(edits, {})).toBe(false);
  expect(isSameEdits(edits, editsAfter({ edits }, { isKept: true }, callAt(6)))).toBe(true);
  expect(undoOf({ edits }, { isKept: true }, callAt(5).key)).toEqual({ isKept: null });
  expect(editsAfter({ edits }, { isKept: null }, callAt(7))).toEqual({});
});

describe('chapters', () => {
  const date = { local: '1987-08-15T13:45:10', precision: 'month' } as const;
  const parsed = (value: unknown) => v.safeParse(chaptersEdit, value);

  test('of a request are sorted, their titles normalized and their dates cut to what is known', () => {
    const { output } = parsed([
      { at: 60.5, title: ' 바다 ' },
      { at: 0, title: '', date },
    ]);
    expect(output).toEqual([
      { at: 0, title: '', date: { local: '1987-08-01T00:00:00', precision: 'month' } },
      { at: 60.5, title: '바다' },
    ]);
  });

  test.each([
    ['a negative time', [{ at: -1, title: '' }]],
    ['a time after the end of the longest video', [{ at: 1e6, title: '' }]],
    ['two at one moment', [1, 1].map((at) => ({ at, title: '' }))],
    ['a long title', [{ at: 1, title: '가'.repeat(81) }]],
    ['a title in two lines', [{ at: 1, title: 'a\nb' }]],
    ['a date that does not exist', [{ at: 1, title: '', date: { local: '2019-02-30T00:00:00', precision: 'day' } }]],
    ['too many', Array.from({ length: MAX_CHAPTERS + 1 }, (_, at) => ({ at, title: '' }))],
  ])('with %s are refused', (_, chapters) => {
    expect(parsed(chapters).success).toBe(false);
  });

  test('are edited as one field, and those before a guest’s submission are not displayed', () => {
    const chapters = [{ at: 0, title: '생일' }];
    const edits = editsAfter({}, { chapters }, callAt(5));
    expect(chaptersIn(edits)).toEqual(chapters);
    expect([chaptersIn(edits, 6), chaptersIn(undefined)]).toEqual([undefined, undefined]);
    expect(isSameEdits(edits, editsAfter({ edits }, { chapters: [...chapters] }, callAt(6)))).toBe(true);
    expect(undoOf({ edits }, { chapters: [] }, callAt(6).key)).toEqual({ chapters });
    expect(chaptersIn(editsAfter({ edits }, { chapters: [] }, callAt(6)))).toBeUndefined();
    expect(editsAfter({ edits }, { chapters: null }, callAt(6))).toEqual({});
  });
});
