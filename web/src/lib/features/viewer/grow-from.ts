import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** As `--slow`, milliseconds. */
const DURATION_MS = 240;
/** A tile that shows only a part of its picture has another ratio. */
const SAME_RATIO = 0.05;

/** Lets an element, whose transforms begin at its centre, grow from a place of its shape on the screen. `take` returns the place once. */
export function growFrom(take: () => DOMRectReadOnly | undefined): Attachment<HTMLElement> {
  return (element) => {
    const from = take();
    if (!from) return;
    // Its size follows from that of the stage, which is measured meanwhile.
    void tick().then(() => {
      const to = element.getBoundingClientRect();
      const [scale, scaleY] = [from.width / to.width, from.height / to.height];
      if (!(Math.abs(scale / scaleY - 1) < SAME_RATIO)) return;
      const x = from.x + from.width / 2 - (to.x + to.width / 2);
      const y = from.y + from.height / 2 - (to.y + to.height / 2);
      element.animate(
        [{ transform: `translate(${String(x)}px, ${String(y)}px) scale(${String(scale)})` }, { transform: 'none' }],
        { duration: DURATION_MS, easing: 'ease-out' },
      );
    });
  };
}
