import type { Attachment } from 'svelte/attachments';

/** How long a place that was reached by a key stays pointed at, milliseconds. */
const KEY_MS = 1500;

/** The fraction of a range input, 0 to 1, that lies under `x` (CSS pixels from its left), as browsers place the thumb. */
export const fractionAt = (x: number, width: number, thumb: number): number =>
  Math.min(1, Math.max(0, (x - thumb / 2) / Math.max(1, width - thumb)));

/** Where somebody points at a seek bar without dragging: under a mouse, or for a moment where a key moved to. */
export class SeekPointer {
  /** Under the mouse, 0 to 1. */
  #hovered = $state<number>();
  #isKeyed = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #thumb: number;

  /** `thumb`: the width of the thumb, CSS pixels. */
  constructor(thumb: number) {
    this.#thumb = thumb;
  }

  get hovered(): number | undefined {
    return this.#hovered;
  }
  get isKeyed(): boolean {
    return this.#isKeyed;
  }

  /** Shows for a moment where a key moved the thumb. */
  showForKey(): void {
    this.#isKeyed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#isKeyed = false), KEY_MS);
  }

  /** Watches the input. */
  readonly watch: Attachment<HTMLInputElement> = (input) => {
    const controller = new AbortController();
    const { signal } = controller;
    const leave = (): void => {
      this.#hovered = undefined;
    };
    input.addEventListener(
      'pointermove',
      ({ pointerType, clientX }) => {
        if (pointerType === 'touch') return;
        const { left, width } = input.getBoundingClientRect();
        this.#hovered = fractionAt(clientX - left, width, this.#thumb);
      },
      { signal },
    );
    for (const type of ['pointerleave', 'pointercancel'] as const) input.addEventListener(type, leave, { signal });
    input.addEventListener('blur', () => (this.#isKeyed = false), { signal });
    return () => {
      controller.abort();
      clearTimeout(this.#timer);
    };
  };
}
