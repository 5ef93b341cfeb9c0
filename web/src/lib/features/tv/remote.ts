import type { Attachment } from 'svelte/attachments';

/** The keys of a keyboard that stand for those of a remote: by name, and by number where a TV's browser has no name. */
const KEYS: Readonly<Record<string, string>> = {
  GoBack: 'Escape',
  BrowserBack: 'Escape',
  XF86Back: 'Escape',
  461: 'Escape', // LG
  10009: 'Escape', // Samsung
  MediaPlayPause: ' ',
  MediaPlay: ' ',
  MediaPause: ' ',
  415: ' ',
  19: ' ',
  10252: ' ',
  MediaStop: 'Escape',
  413: 'Escape',
  MediaTrackNext: 'ArrowRight',
  MediaFastForward: 'ArrowRight',
  417: 'ArrowRight',
  MediaTrackPrevious: 'ArrowLeft',
  MediaRewind: 'ArrowLeft',
  412: 'ArrowLeft',
};

/** The key that a remote's or a keyboard's event stands for. */
export function remoteKeyOf(event: Pick<KeyboardEvent, 'key'>): string {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- browsers of TVs have no names for Back
  const { key, keyCode } = event as KeyboardEvent;
  return KEYS[key] ?? KEYS[keyCode] ?? key;
}

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A box on the screen, as `getBoundingClientRect` returns it. */
type Box = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;

const middleOf = ({ left, top, width, height }: Box): readonly [number, number] => [left + width / 2, top + height / 2];

/** Whether two ranges, each with its start and length, have something in common. */
const isBeside = (a: number, aLength: number, b: number, bLength: number): boolean =>
  a < b + bLength && b < a + aLength;

/** How much farther away a box counts that is not straight ahead: those that are come first, however far away. */
const ASIDE = 100_000;

/** The index of the box that lies next in the direction of an arrow key: the nearest straight ahead, else the nearest; -1 for none. */
export function nextBox(from: Box, boxes: readonly Box[], key: string): number {
  const [dx, dy] = DIRECTIONS[key] ?? [0, 0];
  const [x, y] = middleOf(from);
  const distances = boxes.map((box) => {
    const [toX, toY] = middleOf(box);
    const ahead = (toX - x) * dx + (toY - y) * dy;
    const aside = Math.abs((toX - x) * dy + (toY - y) * dx);
    const isRow = isBeside(from.top, from.height, box.top, box.height);
    const isColumn = isBeside(from.left, from.width, box.left, box.width);
    // A box that is beside it on both axes, or the same, is not ahead.
    if (ahead <= 0 || (dx === 0 ? isRow : isColumn)) return Infinity;
    return ahead + 2 * aside + ((dx === 0 ? isColumn : isRow) ? 0 : ASIDE);
  });
  const nearest = Math.min(...distances);
  return Number.isFinite(nearest) ? distances.indexOf(nearest) : -1;
}

/** Lets the arrow keys move the focus among the buttons and links of a node, and gives it to the one that is marked `data-first`. */
export const arrowFocus: Attachment<HTMLElement> = (node) => {
  const controls = (): HTMLElement[] => [...node.querySelectorAll<HTMLElement>('button, a[href], input')];
  (node.querySelector<HTMLElement>('[data-first]') ?? controls()[0])?.focus();
  const controller = new AbortController();
  node.addEventListener(
    'keydown',
    (event) => {
      const key = remoteKeyOf(event);
      const from = document.activeElement;
      if (!(key in DIRECTIONS) || !(from instanceof HTMLElement)) return;
      const others = controls().filter((control) => control !== from);
      const next = nextBox(
        from.getBoundingClientRect(),
        others.map((control) => control.getBoundingClientRect()),
        key,
      );
      event.preventDefault();
      others[next]?.focus();
    },
    { signal: controller.signal },
  );
  return () => controller.abort();
};
