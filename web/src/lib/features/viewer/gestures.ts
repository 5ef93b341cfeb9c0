import { createGesture, dragAction, pinchAction, wheelAction } from '@use-gesture/vanilla';
import type { Attachment } from 'svelte/attachments';
import type { Point } from './zoom.svelte.ts';

/** Handlers of gestures. Points are CSS pixels from the element's centre. */
export interface Gestures {
  /** One finger moved `by` since the last event and `total` since it began to drag, mostly along `axis`. */
  ondrag: (by: Point, total: Point, axis: Axis) => void;
  /** The finger was lifted after `total`, at `speed` CSS pixels per millisecond; all are 0 if the drag was cancelled. */
  ondrop: (total: Point, speed: Point, axis: Axis) => void;
  /** Two fingers, a touchpad or the wheel scaled by `factor` at a point. */
  onpinch: (factor: number, at: Point) => void;
  ontap: () => void;
  ondoubletap: (at: Point) => void;
}

export type Axis = 'x' | 'y';

/** The shortest drag, in CSS pixels. */
const MIN_DRAG = 8;
/** The longest time between the taps of a double tap, in ms. */
const DOUBLE_TAP_MS = 260;
/** The longest tap, in ms. */
const MAX_TAP_MS = 500;
/** The wheel distance that scales by e, CSS pixels, and the longest one that counts at once. */
const WHEEL_SCALE = 300;
const MAX_WHEEL = 120;

const ZERO: Point = { x: 0, y: 0 };
const point = ([x, y]: readonly [number, number]): Point => ({ x, y });
const isOnControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, input') !== null;

const recognize = createGesture([dragAction, pinchAction, wheelAction]);

/** Tells taps from double taps. */
function taps({ ontap, ondoubletap }: Gestures): { add: (at: Point) => void; end: () => void } {
  let pending: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(pending);
    pending = undefined;
  };
  const add = (at: Point): void => {
    if (pending !== undefined) {
      end();
      ondoubletap(at);
      return;
    }
    pending = setTimeout(() => {
      pending = undefined;
      ontap();
    }, DOUBLE_TAP_MS);
  };
  return { add, end };
}

/** An attachment that recognizes drags, pinches, taps and the wheel, but not on buttons and links. */
export const gestures =
  (handlers: Gestures): Attachment<HTMLElement> =>
  (node) => {
    const tapped = taps(handlers);
    let isDragging = false;
    /** Whether a second finger came since the first. */
    let isPinch = false;
    const fromCentre = ([x, y]: readonly [number, number]): Point => {
      const box = node.getBoundingClientRect();
      return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
    };
    const ondown = ({ isPrimary }: PointerEvent): void => {
      if (isPrimary) isPinch = false;
    };
    node.addEventListener('pointerdown', ondown, { capture: true });
    const recognizer = recognize(
      node,
      {
        onDrag: ({ tap, last, target, type, xy, delta, movement, velocity, direction, axis = 'x', elapsedTime }) => {
          if (isPinch || isOnControl(target)) return;
          const isCancelled = type !== 'pointerup';
          if (tap) {
            if (!isCancelled && elapsedTime < MAX_TAP_MS) tapped.add(fromCentre(xy));
          } else if (!last) {
            isDragging = true;
            handlers.ondrag(point(delta), point(movement), axis);
          } else if (isDragging) {
            isDragging = false;
            const speed = { x: velocity[0] * direction[0], y: velocity[1] * direction[1] };
            if (isCancelled) handlers.ondrop(ZERO, ZERO, axis);
            else handlers.ondrop(point(movement), speed, axis);
          }
        },
        onPinch: ({ first, last, origin, offset: [scale], delta: [growth] }) => {
          isPinch = true;
          if (isDragging) handlers.ondrop(ZERO, ZERO, 'x');
          isDragging = false;
          if (!first && !last) handlers.onpinch(scale / (scale - growth), fromCentre(origin));
        },
        onWheel: ({ last, event, delta: [, by] }) => {
          const at = fromCentre([event.clientX, event.clientY]);
          if (!last) handlers.onpinch(Math.exp(-Math.max(-MAX_WHEEL, Math.min(MAX_WHEEL, by)) / WHEEL_SCALE), at);
        },
      },
      {
        drag: { filterTaps: true, tapsThreshold: MIN_DRAG, pointer: { keys: false } },
        pinch: { from: [1, 0], pinchOnWheel: false },
        wheel: { preventDefault: true, eventOptions: { passive: false } },
      },
    );
    return () => {
      recognizer.destroy();
      node.removeEventListener('pointerdown', ondown, { capture: true });
      tapped.end();
    };
  };
