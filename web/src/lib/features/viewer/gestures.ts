import type { Attachment } from 'svelte/attachments';
import type { Point } from './zoom.svelte.ts';

/** Handlers of gestures. Points are CSS pixels from the element's centre. */
export interface Gestures {
  /** One finger moved `by` since the last event and `total` since it touched. */
  ondrag: (by: Point, total: Point) => void;
  /** The finger was lifted after `total`, at `speed` CSS pixels per millisecond to the right; both are 0 if the drag was cancelled. */
  ondrop: (total: Point, speed: number) => void;
  /** Two fingers or the wheel scaled by `factor` at a point. */
  onpinch: (factor: number, at: Point) => void;
  ontap: () => void;
  ondoubletap: (at: Point) => void;
}

/** The shortest drag, in CSS pixels. */
const MIN_DRAG = 8;
/** The longest time between the taps of a double tap, in ms. */
const DOUBLE_TAP_MS = 260;
/** The longest tap, in ms. */
const MAX_TAP_MS = 500;

const middle = ([a, b]: readonly Point[]): Point => ({
  x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2,
  y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2,
});
const distance = ([a, b]: readonly Point[]): number => Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0));

class Fingers {
  readonly #node: HTMLElement;
  readonly #handlers: Gestures;
  readonly #down = new Map<number, Point>();
  #from: Point = { x: 0, y: 0 };
  #touchedAt = 0;
  #last = { x: 0, at: 0, speed: 0 };
  #isDragging = false;
  #pendingTap: ReturnType<typeof setTimeout> | undefined;

  constructor(node: HTMLElement, handlers: Gestures) {
    this.#node = node;
    this.#handlers = handlers;
  }

  at(event: MouseEvent): Point {
    const box = this.#node.getBoundingClientRect();
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  }

  down(event: PointerEvent): void {
    if (event.button !== 0 || (event.target as Element).closest('button, a, input')) return;
    this.#node.setPointerCapture(event.pointerId);
    const at = this.at(event);
    this.#down.set(event.pointerId, at);
    if (this.#down.size > 1) {
      // A second finger turns the drag into a pinch.
      if (this.#isDragging) this.#handlers.ondrop({ x: 0, y: 0 }, 0);
      this.#isDragging = true;
      return;
    }
    this.#from = at;
    this.#touchedAt = event.timeStamp;
    this.#last = { x: at.x, at: event.timeStamp, speed: 0 };
    this.#isDragging = false;
  }

  move(event: PointerEvent): void {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const at = this.at(event);
    const fingers = [...this.#down.values()];
    this.#down.set(event.pointerId, at);
    if (fingers.length === 2) {
      const now = [...this.#down.values()];
      if (distance(fingers) > 0) this.#handlers.onpinch(distance(now) / distance(fingers), middle(now));
      return;
    }
    const total = { x: at.x - this.#from.x, y: at.y - this.#from.y };
    if (!this.#isDragging && Math.hypot(total.x, total.y) < MIN_DRAG) return;
    this.#isDragging = true;
    const ms = event.timeStamp - this.#last.at;
    if (ms > 0) this.#last = { x: at.x, at: event.timeStamp, speed: (at.x - this.#last.x) / ms };
    this.#handlers.ondrag({ x: at.x - before.x, y: at.y - before.y }, total);
  }

  up(event: PointerEvent): void {
    const at = this.#down.get(event.pointerId);
    if (!at) return;
    this.#down.delete(event.pointerId);
    const [left] = this.#down.values();
    if (left) {
      this.#from = left;
    } else if (this.#isDragging) {
      const total =
        event.type === 'pointercancel' ? { x: 0, y: 0 } : { x: at.x - this.#from.x, y: at.y - this.#from.y };
      this.#handlers.ondrop(total, event.timeStamp - this.#last.at > 100 ? 0 : this.#last.speed);
    } else if (event.type === 'pointerup' && event.timeStamp - this.#touchedAt < MAX_TAP_MS) {
      this.#tap(at);
    }
  }

  /** Cancels a tap that waits for a second one. */
  end(): void {
    clearTimeout(this.#pendingTap);
    this.#pendingTap = undefined;
  }

  #tap(at: Point): void {
    if (this.#pendingTap !== undefined) {
      this.end();
      this.#handlers.ondoubletap(at);
      return;
    }
    this.#pendingTap = setTimeout(() => {
      this.#pendingTap = undefined;
      this.#handlers.ontap();
    }, DOUBLE_TAP_MS);
  }
}

/** An attachment that recognizes drags, pinches, taps and the wheel, but not on buttons and links. */
export const gestures =
  (handlers: Gestures): Attachment<HTMLElement> =>
  (node) => {
    const fingers = new Fingers(node, handlers);
    const controller = new AbortController();
    const { signal } = controller;
    node.addEventListener('pointerdown', (event) => fingers.down(event), { signal });
    node.addEventListener('pointermove', (event) => fingers.move(event), { signal });
    node.addEventListener('pointerup', (event) => fingers.up(event), { signal });
    node.addEventListener('pointercancel', (event) => fingers.up(event), { signal });
    const onwheel = (event: WheelEvent) => {
      event.preventDefault();
      const lineHeight = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      handlers.onpinch(Math.exp(-Math.max(-120, Math.min(120, event.deltaY * lineHeight)) / 300), fingers.at(event));
    };
    node.addEventListener('wheel', onwheel, { signal, passive: false });
    return () => {
      controller.abort();
      fingers.end();
    };
  };
