import type { JustifiedLayout } from '@maru/model/media/justified-layout';
import { untrack } from 'svelte';
import { anchorAt, anchorAtTop, topForAnchor, type Anchor } from './anchor.ts';
import type { GridScroll } from './grid-scroll.svelte.ts';
import type { GridSource } from './grid-source.ts';

/**
 * Keeps what is at the top of the window in place when the layout changes. `hold` keeps what is `y` CSS pixels below the top instead, at the next
 * change. Call it while a component is created.
 */
export function anchorScroll(
  layout: () => JustifiedLayout,
  source: () => GridSource,
  scroll: Pick<GridScroll, 'top' | 'scrollTo'>,
): { readonly hold: (y: number) => void } {
  let anchor: Anchor | undefined;
  $effect(() => {
    const current = layout();
    untrack(() => {
      const top = anchor && scroll.top > 0 ? topForAnchor(current, source(), anchor) : undefined;
      if (top !== undefined && Math.abs(top - scroll.top) >= 1) scroll.scrollTo(top);
    });
  });
  $effect(() => {
    anchor = anchorAtTop(layout(), source(), scroll.top);
  });
  return {
    hold: (y) => {
      anchor = anchorAt(layout(), source(), scroll.top, y);
    },
  };
}
