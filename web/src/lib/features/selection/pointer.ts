import type { Attachment } from 'svelte/attachments';

/** How long a touch stays on a tile to select it, ms. */
const LONG_PRESS_MS = 500;
/** A touch that moves further than this scrolls, CSS pixels. */
const SLACK = 10;

/** Dragging this close to the top or bottom of the window scrolls, CSS pixels. */
const EDGE = 72;

/** What a pointer does to the tiles of a grid. */
interface Target {
  toggle(index: number): void;
  /** Begins to drag from a tile; undefined if dragging selects nothing. */
  drag(start: number): Drag | undefined;
}

/** A drag over tiles, which selects those between its start and where it is. */
export interface Drag {
  /** Goes on to a tile. */
  moveTo(index: number): void;
}

/** The index of a tile now: it changes when photos are added. */
const indexOf = (tile: Element): number => Number(tile.getAttribute('data-at'));

/** The tile under a pointer. */
const tileOf = ({ target }: Event): Element | undefined =>
  (target instanceof Element && target.closest('[data-at]')) || undefined;

/** The tile at a point of the window, also under a bar. */
const tileAt = (x: number, y: number): Element | undefined =>
  document.elementsFromPoint(x, y).find((element) => element.hasAttribute('data-at'));

/** How far a frame scrolls while dragging at a height of the window, CSS pixels; negative for up. */
function scrollOf(y: number): number {
  if (y < EDGE) return (y - EDGE) / 4;
  return Math.max(0, y - window.innerHeight + EDGE) / 4;
}

/** Selects tiles by a long touch and by dragging with a mouse. */
export const selectByPointer =
  (grid: Target): Attachment<HTMLElement> =>
  (node) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start: { readonly tile: Element; readonly x: number; readonly y: number } | undefined;
    let range: Drag | undefined;
    let last = { x: 0, y: 0 };
    let frame = 0;
    /** Whether the click that follows has already been handled. */
    let isHandled = false;

    const stop = (): void => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      frame = 0;
      start = range = undefined;
    };

    const scrollAtEdge = (): void => {
      frame = 0;
      const by = scrollOf(last.y);
      if (!range || by === 0) return;
      window.scrollBy({ top: by, behavior: 'instant' });
      const tile = tileAt(last.x, last.y);
      if (tile) range.moveTo(indexOf(tile));
      frame = requestAnimationFrame(scrollAtEdge);
    };

    const onpointerdown = (event: PointerEvent): void => {
      stop();
      isHandled = false;
      const tile = tileOf(event);
      if (!tile || event.button !== 0 || !event.isPrimary) return;
      start = { tile, x: event.clientX, y: event.clientY };
      if (event.pointerType !== 'mouse')
        timer = setTimeout(() => {
          stop();
          isHandled = true;
          if (tile.isConnected) grid.toggle(indexOf(tile));
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
      last = { x: event.clientX, y: event.clientY };
      const tile = tileOf(event);
      if (tile && tile !== start.tile) range ??= grid.drag(indexOf(start.tile));
      if (!range) return;
      isHandled = true;
      if (tile) range.moveTo(indexOf(tile));
      if (frame === 0) frame = requestAnimationFrame(scrollAtEdge);
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
