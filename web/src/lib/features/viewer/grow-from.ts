import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** As `--slow`, milliseconds. */
const DURATION_MS = 240;

/** Lets an element grow from a place on the screen to its own. */
export function growFrom(place: DOMRectReadOnly): Attachment<HTMLElement> {
  return (element) => {
    // Its size follows from that of the stage, which is measured meanwhile.
    void tick().then(() => {
      const own = element.getBoundingClientRect();
      if (own.width === 0 || own.height === 0) return;
      const shift = `translate(${String(place.x - own.x)}px, ${String(place.y - own.y)}px)`;
      const scale = `scale(${String(place.width / own.width)}, ${String(place.height / own.height)})`;
      element.animate(
        [
          { transformOrigin: '0 0', transform: `${shift} ${scale}` },
          { transformOrigin: '0 0', transform: 'none' },
        ],
        { duration: DURATION_MS, easing: 'ease-out' },
      );
    });
  };
}
