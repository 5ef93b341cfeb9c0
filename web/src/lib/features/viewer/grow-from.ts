import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** As `--slow`, milliseconds. */
const DURATION_MS = 240;
/** A tile with another aspect ratio shows only a part of its picture. */
const RATIO_TOLERANCE = 0.05;

/**
 * Animates an element from another rectangle in the viewport to its own, if both have the same aspect ratio. `take` returns that rectangle once.
 * Expects the default `transform-origin`.
 */
export function growFrom(take: () => DOMRectReadOnly | undefined): Attachment<HTMLElement> {
  return (element) => {
    const from = take();
    if (!from) return;
    // The stage, from which its size is derived, is measured after it is mounted.
    void tick().then(() => {
      const to = element.getBoundingClientRect();
      const scale = from.width / to.width;
      const isSameShape = Math.abs((scale * to.height) / from.height - 1) < RATIO_TOLERANCE;
      if (!isSameShape) return;
      const x = from.x + from.width / 2 - (to.x + to.width / 2);
      const y = from.y + from.height / 2 - (to.y + to.height / 2);
      element.animate(
        [{ transform: `translate(${String(x)}px, ${String(y)}px) scale(${String(scale)})` }, { transform: 'none' }],
        { duration: DURATION_MS, easing: 'ease-out' },
      );
    });
  };
}
