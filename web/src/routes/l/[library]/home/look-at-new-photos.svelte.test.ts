import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { NewLine } from '@maru/model/news/new-photos';
import { lookAtNewPhotos } from './look-at-new-photos.svelte.ts';

test('what is added while a person looks at the new photos is neither shown nor seen', () => {
  let known = $state.raw<readonly NewLine[]>();
  const photos = {
    get lines() {
      return known;
    },
    // It reads what there is now, as the real one does.
    markSeen: vi.fn(() => {
      expect(photos.lines).toBeDefined();
      return Promise.resolve();
    }),
  };
  let shown: readonly NewLine[] | undefined;
  const stop = $effect.root(() => {
    const look = lookAtNewPhotos(() => photos);
    $effect(() => void (shown = look.lines));
  });
  flushSync();
  expect(photos.markSeen).not.toHaveBeenCalled();
  const [one, more] = [[{ count: 1 } as NewLine], [{ count: 2 } as NewLine]];
  known = one;
  flushSync();
  known = more;
  flushSync();
  expect(shown).toBe(one);
  expect(photos.markSeen).toHaveBeenCalledOnce();
  stop();
});
