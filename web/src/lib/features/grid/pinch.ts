import type { Attachment } from 'svelte/attachments';

/** The ratio of finger distances that is one step. */
const STEP = 1.3;
/** The wheel distance that is one step, CSS pixels. A pinch on a touchpad is a wheel with Ctrl. */
const WHEEL_STEP = 40;

const distance = ([a, b]: readonly [Touch, Touch]): number => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
const pairOf = ({ touches: [a, b] }: TouchEvent): [Touch, Touch] | undefined => (a && b ? [a, b] : undefined);

/** Calls `onzoom` for each step of a pinch or of the wheel with Ctrl: 1 for larger, -1 for smaller, and the height in the window where it happens. */
export const pinchZoom =
  (onzoom: (by: 1 | -1, y: number) => void): Attachment<HTMLElement> =>
  (node) => {
    let start = 0;
    let wheel = 0;
    const ontouchstart = (event: TouchEvent): void => {
      const pair = pairOf(event);
      start = pair ? distance(pair) : 0;
    };
    const ontouchmove = (event: TouchEvent): void => {
      const pair = pairOf(event);
      if (!pair || start === 0) return;
      const ratio = distance(pair) / start;
      if (ratio < STEP && ratio > 1 / STEP) return;
      start = distance(pair);
      onzoom(ratio > 1 ? 1 : -1, (pair[0].clientY + pair[1].clientY) / 2);
    };
    const onwheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      wheel = Math.sign(wheel) === Math.sign(event.deltaY) ? wheel + event.deltaY : event.deltaY;
      if (Math.abs(wheel) < WHEEL_STEP) return;
      onzoom(wheel < 0 ? 1 : -1, event.clientY);
      wheel = 0;
    };
    // Passive: `touch-action` prevents the browser's own zoom without delaying scrolling.
    node.addEventListener('touchstart', ontouchstart, { passive: true });
    node.addEventListener('touchmove', ontouchmove, { passive: true });
    node.addEventListener('wheel', onwheel, { passive: false });
    return () => {
      node.removeEventListener('touchstart', ontouchstart);
      node.removeEventListener('touchmove', ontouchmove);
      node.removeEventListener('wheel', onwheel);
    };
  };
