import { ALL, type ItemId } from '@maru/model/ids';
import type { Entry } from '@maru/model/library/entry';
import { expect, test, vi } from 'vitest';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { playablesOf } from './playables.ts';

test('the position of a video that was opened before the role was known is saved', () => {
  let isKnown = false;
  const save = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const view = {
    id: 'l',
    shown: () => ({ tokenOf: () => () => 'token', entries: undefined }),
    can: () => isKnown,
    playPositions: { of: () => 40, save },
  } as unknown as LibraryView;
  const playableOf = playablesOf({ view, album: ALL, title: '', source: undefined, urlOf: () => '' });
  const tape = playableOf('tape' as ItemId, { kind: 'video' } as Entry);
  expect(tape.position).toBeUndefined();
  isKnown = true;
  tape.position?.save(41);
  expect([tape.position?.read(), save.mock.calls]).toEqual([40, [['tape', 41]]]);
});
