import type { Attachment } from 'svelte/attachments';
import type { SelectionRange } from './selection-range.ts';

/** How long a touch stays on a tile to select it, ms. */
const LONG_PRESS_MS = 500;
/** A touch that moves further than this scrolls, CSS pixels. */
const SLACK = 10;

/** What a pointer does to the tiles of a grid. */
interface Target {
  toggle(index: number): void;
  /** Begins to drag from a tile; undefined if dragging selects nothing. */
  drag(start: number): SelectionRange | undefined;
}

/** The index of the tile under a pointer. */
function tileOf({ target }: Event): number | undefined {
  const at = target instanceof Element ? target.closest('[data-at]')?.getAttribute('data-at') : undefined;
  return typeof at === 'string' ? Number(at) : undefined;
}

/** Selects tiles by a long touch and by dragging with a mouse. */
export const selectByPointer =
  (grid: Target): Attachment<HTMLElement> =>
  (node) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start: { readonly index: number; readonly x: number; readonly y: number } | undefined;
    let range: SelectionRange | undefined;
    /** Whether the click that follows has already been handled. */
    let isHandled = false;

    const stop = (): void => {
      clearTimeout(timer);
      start = range = undefined;
    };

    const onpointerdown = (event: PointerEvent): void => {
      stop();
      isHandled = false;
      const index = tileOf(event);
      if (index === undefined || event.button !== 0 || !event.isPrimary) return;
      start = { index, x: event.clientX, y: event.clientY };
      if (event.pointerType !== 'mouse')
        timer = setTimeout(() => {
          stop();
          isHandled = true;
          grid.toggle(index);
        }, LONG_PRESS_MS);
    };

    const onpointermove = (event: PointerEvent): void => {
      if (!start) return;
      if (event.pointerType !== 'mouse') {
        if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK) stop();
        return;
      }
      if ((event.buttons & 1) === 0) {
        stop();
        return;
      }
      const index = tileOf(event);
      if (index === undefined || (index === start.index && !range)) return;
      range ??= grid.drag(start.index);
      if (!range) return;
      isHandled = true;
      range.moveTo(index);
    };

    const onclick = (event: MouseEvent): void => {
      // Not of the keyboard.
      if (!isHandled || event.detail === 0) return;
      isHandled = false;
      event.stopPropagation();
      event.preventDefault();
    };

    /** Phones open a menu after a long press. */
    const oncontextmenu = (event: MouseEvent): void => {
      if (start || isHandled) event.preventDefault();
    };

    const controller = new AbortController();
    const { signal } = controller;
    node.addEventListener('pointerdown', onpointerdown, { signal });
    node.addEventListener('contextmenu', oncontextmenu, { signal });
    node.addEventListener('click', onclick, { signal, capture: true });
    window.addEventListener('pointermove', onpointermove, { signal });
    window.addEventListener('pointerup', stop, { signal });
    window.addEventListener('pointercancel', stop, { signal });
    return () => {
      controller.abort();
      stop();
    };
  };
