import type { ItemId, Section } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';
import { formatNumber } from '../../format.ts';

/** A section that was made, with its title. */
export interface MadeSection {
  readonly item: ItemId;
  readonly title: string;
}

/** Returns the title of a section: its name, or the number of its chapter. What precedes the first chapter, which begins at `firstAt` (s), has none. */
export function sectionTitle(sections: readonly Section[], index: number, firstAt: number): string {
  const section = sections[index];
  if (!section || section.end <= firstAt) return m.split_beginning();
  const number = sections.slice(0, index + 1).filter(({ end }) => end > firstAt).length;
  return section.caption ?? m.chapter_number({ n: formatNumber(number) });
}
