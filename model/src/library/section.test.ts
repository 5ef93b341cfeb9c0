import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { ItemId, LibraryId } from '../ids.ts';
import { MAX_CHAPTERS } from '../limits.ts';
import { dateOfSection, sectionKey, sectionsOf, sectionsRequest } from './section.ts';

const date = { local: '1994-05-05T00:00:00', precision: 'day' } as const;

test('chapters divide a video into sections, what precedes the first one included', () => {
  const chapters = [
    { at: 30.5, title: '운동회', date },
    { at: 90, title: '' },
    { at: 90.4, title: '생일' },
  ];
  expect(sectionsOf(chapters, 120)).toEqual([
    { start: 0, end: 30.5 },
    { start: 30.5, end: 90, caption: '운동회', date },
    { start: 90.4, end: 120, caption: '생일' },
  ]);
  // A few seconds before the first chapter belong to it; what lies after the end is no section.
  expect(
    sectionsOf(
      [
        { at: 4, title: '가' },
        { at: 130, title: '나' },
      ],
      120,
    ),
  ).toEqual([{ start: 0, end: 120, caption: '가' }]);
  expect(sectionsOf([], 120)).toEqual([]);
});

test('as many sections as chapters can make are one request', () => {
  const chapters = Array.from({ length: MAX_CHAPTERS }, (_, n) => ({ at: 10 + n * 10, title: `${n}` }));
  const sections = sectionsOf(chapters, 1000);
  expect(sections).toHaveLength(MAX_CHAPTERS + 1);
  expect(v.parse(sectionsRequest, sections)).toEqual(sections);
});

test('a request has sections in order that do not overlap, with times in whole milliseconds', () => {
  const parse = (...sections: unknown[]) => v.safeParse(sectionsRequest, sections);
  expect(parse({ start: 1.00049, end: 2.0009 }).output).toEqual([{ start: 1, end: 2.001 }]);
  expect(parse({ start: 0, end: 5 }, { start: 5, end: 9, caption: ' a ' }).output).toMatchObject([
    {},
    { caption: 'a' },
  ]);
  for (const wrong of [
    [],
    [
      { start: 5, end: 9 },
      { start: 0, end: 5 },
    ],
    [
      { start: 0, end: 5 },
      { start: 4, end: 9 },
    ],
    [{ start: 5, end: 5.9 }],
    [{ start: -1, end: 5 }],
    [{ start: 0, end: Infinity }],
    [{ start: 0, end: 5, date: { local: '1994-02-30T00:00:00', precision: 'day' } }],
  ])
    expect(parse(...wrong).success, JSON.stringify(wrong)).toBe(false);
});

test('the key tells sections apart by library, video and times', () => {
  const library = 'a'.repeat(20) as LibraryId;
  const item = 'b'.repeat(32) as ItemId;
  expect(sectionKey(library, { item, start: 1.5, end: 2 })).toBe(`section\n${library}\n${item}\n1500\n2000`);
});

test('a section begins as much later as its start, unless only the day is known', () => {
  const local = '1994-05-05T23:59:50';
  const exact = { local, utc: 5000, precision: 'second', source: 'container' } as const;
  expect(dateOfSection(exact, 30.25)).toEqual({ ...exact, local: '1994-05-06T00:00:20', utc: 35_000 });
  const day = { ...date, source: 'edit' } as const;
  expect(dateOfSection(day, 30.25)).toEqual(day);
});
