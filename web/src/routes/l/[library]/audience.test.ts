import { expect, test } from 'vitest';
import type { Uid } from '@maru/model/ids';
import type { Album } from '@maru/model/library/album';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { onlyReaders } from './audience.ts';

overwriteGetLocale(() => 'ko');

const view = {
  people: [
    ['owner', '지우'],
    ['mum', '엄마'],
    ['dad', '아빠'],
  ].map(([uid, name]) => ({ uid, member: { name } })),
} as unknown as LibraryView;
const albumOf = (readers: string[], guests: Record<string, { name: string }> = {}): Album =>
  ({ readers: readers as Uid[], guests }) as unknown as Album;

test('names the members and guests who read one album and not the other, and counts unknown ones', () => {
  const surprise = albumOf(['owner', 'dad']);
  const shared = albumOf(['owner', 'dad', 'mum', 'neighbour', 'unknown'], { neighbour: { name: '옆집' } });
  expect(onlyReaders(shared, surprise, view)).toEqual(['엄마', '옆집', '그 밖에 1명']);
  expect(onlyReaders(surprise, shared, view)).toEqual([]);
});
