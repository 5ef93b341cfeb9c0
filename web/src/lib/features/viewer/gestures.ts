import type { Attachment } from 'svelte/attachments';
import type { Point } from './zoom.svelte.ts';

/** What fingers and a pointer say. Points are CSS pixels from the element's centre. */
export interface Gestures {
  /** One finger moved by this much since the last time; `from` is the whole way since it came down. */
  ondrag: (by: Point, from: Point) => void;
  /** It was lifted after a way of `from`, at `speed` CSS pixels a millisecond to the right; or the drag came to nothing. */
  ondrop: (from: Point, speed: number) => void;
  /** Two fingers, or the wheel, made it `factor` times as large at a point. */
  onpinch: (factor: number, at: Point) => void;
  ontap: () => void;
  ondoubletap: (at: Point) => void;
}

/** A finger that moves less than this is not dragging, CSS pixels. */
const STILL = 8;
/** Two taps within this time are one double tap, ms. */
const DOUBLE_MS = 260;
/** A finger that rests longer has not tapped, ms. */
const TAP_MS = 500;

const middle = ([a, b]: readonly Point[]): Point => ({
  x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2,
  y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2,
});
const apart = ([a, b]: readonly Point[]): number => Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0));

class Fingers {
  readonly #node: HTMLElement;
  readonly #say: Gestures;
  readonly #down = new Map<number, Point>();
  #from: Point = { x: 0, y: 0 };
  #began = 0;
  #last = { x: 0, at: 0, speed: 0 };
  #moved = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(node: HTMLElement, say: Gestures) {
    this.#node = node;
    this.#say = say;
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
      // A second finger: what began as a drag was a pinch.
      if (this.#moved) this.#say.ondrop({ x: 0, y: 0 }, 0);
      this.#moved = true;
      return;
    }
    this.#from = at;
    this.#began = event.timeStamp;
    this.#last = { x: at.x, at: event.timeStamp, speed: 0 };
    this.#moved = false;
  }

  move(event: PointerEvent): void {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const at = this.at(event);
    const fingers = [...this.#down.values()];
    this.#down.set(event.pointerId, at);
    if (fingers.length === 2) {
      const now = [...this.#down.values()];
      if (apart(fingers) > 0) this.#say.onpinch(apart(now) / apart(fingers), middle(now));
      return;
    }
    const way = { x: at.x - this.#from.x, y: at.y - this.#from.y };
    if (!this.#moved && Math.hypot(way.x, way.y) < STILL) return;
    this.#moved = true;
    const ms = event.timeStamp - this.#last.at;
    if (ms > 0) this.#last = { x: at.x, at: event.timeStamp, speed: (at.x - this.#last.x) / ms };
    this.#say.ondrag({ x: at.x - before.x, y: at.y - before.y }, way);
  }

  up(event: PointerEvent): void {
    const at = this.#down.get(event.pointerId);
    if (!at) return;
    this.#down.delete(event.pointerId);
    const [left] = this.#down.values();
    if (left) {
      this.#from = left;
    } else if (this.#moved) {
      const way = event.type === 'pointercancel' ? { x: 0, y: 0 } : { x: at.x - this.#from.x, y: at.y - this.#from.y };
      this.#say.ondrop(way, event.timeStamp - this.#last.at > 100 ? 0 : this.#last.speed);
    } else if (event.type === 'pointerup' && event.timeStamp - this.#began < TAP_MS) {
      this.#tap(at);
    }
  }

  /** No tap that still waits to see whether it is double comes to be one. */
  end(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }

  #tap(at: Point): void {
    if (this.#waiting !== undefined) {
      this.end();
      this.#say.ondoubletap(at);
      return;
    }
    this.#waiting = setTimeout(() => {
      this.#waiting = undefined;
      this.#say.ontap();
    }, DOUBLE_MS);
  }
}

/** Listens to drags, pinches, taps and the wheel on an element; buttons in it stay buttons. */
export const gestures =
  (say: Gestures): Attachment<HTMLElement> =>
  (node) => {
    const fingers = new Fingers(node, say);
    const stop = new AbortController();
    const { signal } = stop;
    node.addEventListener('pointerdown', (event) => fingers.down(event), { signal });
    node.addEventListener('pointermove', (event) => fingers.move(event), { signal });
    node.addEventListener('pointerup', (event) => fingers.up(event), { signal });
    node.addEventListener('pointercancel', (event) => fingers.up(event), { signal });
    const onwheel = (event: WheelEvent) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      say.onpinch(Math.exp(-Math.max(-120, Math.min(120, event.deltaY * lines)) / 300), fingers.at(event));
    };
    node.addEventListener('wheel', onwheel, { signal, passive: false });
    return () => {
      stop.abort();
      fingers.end();
    };
  };
