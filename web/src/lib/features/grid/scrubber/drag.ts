import type { Attachment } from 'svelte/attachments';

interface DragOptions {
  /** The handle in an element that is dragged as a whole. */
  readonly handle: (strip: HTMLElement) => Element;
  /** The distance of the handle's top from the element's, CSS pixels. */
  readonly onmove: (y: number) => void;
  readonly onchange: (isDragging: boolean) => void;
}

/** Drags a handle along its element. Pressing beside the handle moves its middle there. */
export const drag =
  ({ handle, onmove, onchange }: DragOptions): Attachment<HTMLElement> =>
  (strip) => {
    /** The distance of the pointer from the top of the handle; undefined while it is not dragged. */
    let grip: number | undefined;
    const move = (event: PointerEvent): void => {
      if (grip !== undefined) onmove(event.clientY - strip.getBoundingClientRect().top - grip);
    };
    const start = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      const { top, height } = handle(strip).getBoundingClientRect();
      const isOnHandle = event.target instanceof Node && handle(strip).contains(event.target);
      grip = isOnHandle ? event.clientY - top : height / 2;
      onchange(true);
      strip.setPointerCapture(event.pointerId);
      event.preventDefault();
      move(event);
    };
    const end = (): void => {
      grip = undefined;
      onchange(false);
    };
    const controller = new AbortController();
    const { signal } = controller;
    strip.addEventListener('pointerdown', start, { signal });
    strip.addEventListener('pointermove', move, { signal });
    strip.addEventListener('pointerup', end, { signal });
    strip.addEventListener('pointercancel', end, { signal });
    return () => {
      controller.abort();
    };
  };
