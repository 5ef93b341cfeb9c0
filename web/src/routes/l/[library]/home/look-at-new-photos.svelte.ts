import type { NewLine } from '@maru/model/news/new-photos';
import { untrack } from 'svelte';
import type { NewPhotos } from '#lib/state/news/new-photos.svelte.ts';

/**
 * Saves that a person looks at the new photos, once, and keeps the lines that there were then: what is added meanwhile is new at the next look.
 * Call it while the component of the page is created; `of` is reactive.
 */
export function lookAtNewPhotos(of: () => Pick<NewPhotos, 'lines' | 'markSeen'>): {
  /** Undefined while unknown. */
  readonly lines: readonly NewLine[] | undefined;
} {
  let first: readonly NewLine[] | undefined;
  const lines = $derived.by(() => (first ??= of().lines));
  $effect(() => {
    if (lines) untrack(() => void of().markSeen());
  });
  return {
    get lines() {
      return lines;
    },
  };
}
