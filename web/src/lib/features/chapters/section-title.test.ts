import { sectionsOf } from '@maru/model/library/section';
import { expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { sectionTitle } from './section-title.ts';

test.each([
  [3, [m.chapter_number({ n: '1' }), '생일']],
  [30, [m.split_beginning(), m.chapter_number({ n: '1' }), '생일']],
])('only a section of its own before the first chapter, at %i s, is the beginning', (firstAt, titles) => {
  const chapters = [
    { at: firstAt, title: '' },
    { at: 60, title: '생일' },
  ];
  const sections = sectionsOf(chapters, 120);
  expect(sections.map((_, index) => sectionTitle(sections, index, firstAt))).toEqual(titles);
});
