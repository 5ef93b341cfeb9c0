import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { driftOf, follow, hasToCorrect, scrollScale, toDom, toLogical, type ScrollPlace } from './scroll-scale.ts';
import { observeViewport, scrollContainer } from './viewport.ts';

/** Above this speed (CSS pixels per ms), images are not worth loading. */
const FAST = 3;
/** The time without movement after which scrolling rests, ms. */
const REST_MS = 120;
/** The longest time over which speed is measured, ms. */
const LONGEST_FRAME_MS = 50;

/** The scroll position of a grid, whose logical height may exceed what browsers can scroll. CSS pixels. */
export class GridScroll {
  #place = $state.raw<ScrollPlace>({ dom: 0, shift: 0 });
  #viewportHeight = $state(0);
  #pixelRatio = $state(1);
  #isFast = $state(false);
  #isJumping = $state(false);
  #node: HTMLElement | undefined;
  #movedAt = 0;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #height: () => number;
  readonly #scale = $derived.by(() => scrollScale(this.#height(), this.#pixelRatio));

  /** `height` returns the logical height of the grid. */
  constructor(height: () => number) {
    this.#height = height;
  }

  /** The logical offset of the window's top edge from the grid's; negative if the grid begins below it. */
  readonly top = $derived.by(() => this.#place.dom + this.#place.shift);

  /** The difference between logical and DOM offsets within the grid. */
  readonly shift = $derived.by(() => this.#place.shift);

  /** The height of the grid's element. */
  readonly domHeight = $derived.by(() => this.#scale.domHeight);

  get viewportHeight(): number {
    return this.#viewportHeight;
  }

  /** Whether it scrolls too fast to see images. */
  get isFast(): boolean {
    return this.#isFast;
  }

  /** Whether it scrolls so fast that nothing is seen. */
  get isJumping(): boolean {
    return this.#isJumping;
  }

  /** Follows the scrolling of the grid's element. */
  readonly track: Attachment<HTMLElement> = (node) => {
    this.#node = node;
    // Within an effect, which must not run again for each movement.
    untrack(() => {
      this.#place = this.#readPlace(node);
    });
    const update = (): void => {
      const place = this.#readPlace(node);
      if (place.dom !== this.#place.dom) this.#moveTo(place);
      if (hasToCorrect(this.#scale, this.#place, this.#step)) this.#correct();
    };
    const stop = observeViewport(update, () => {
      update();
      this.#correct();
    });
    return () => {
      stop();
      clearTimeout(this.#restTimer);
      this.#node = undefined;
    };
  };

  /** Scrolls a logical offset to the top of the window. */
  scrollTo(top: number): void {
    const node = this.#node;
    if (!node) return;
    const target = toDom(this.#scale, top);
    scrollContainer(node).scrollBy({ top: target + node.getBoundingClientRect().top, behavior: 'instant' });
    const dom = -node.getBoundingClientRect().top;
    // At the ends of the page, the browser scrolls less far.
    const isReached = Math.abs(dom - target) < 2;
    const isScaled = this.#scale.domHeight < this.#scale.logicalHeight;
    const shift = isReached && isScaled ? top - dom : toLogical(this.#scale, dom) - dom;
    this.#moveTo({ dom, shift: Math.round(shift) });
  }

  /** The longest distance that counts as scrolling rather than jumping. */
  get #step(): number {
    return Math.max(4000, 4 * this.#viewportHeight);
  }

  /** Reads the position after the browser has scrolled or resized. */
  #readPlace(node: HTMLElement): ScrollPlace {
    this.#viewportHeight = window.innerHeight;
    this.#pixelRatio = window.devicePixelRatio;
    return follow(this.#scale, this.#place, -node.getBoundingClientRect().top, this.#step);
  }

  #moveTo(place: ScrollPlace): void {
    const distance = Math.abs(place.dom + place.shift - this.top);
    const now = performance.now();
    this.#place = place;
    this.#isJumping ||= distance > 2 * this.#viewportHeight;
    this.#isFast = this.#isJumping || distance / Math.min(LONGEST_FRAME_MS, now - this.#movedAt) > FAST;
    this.#movedAt = now;
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.#isFast = false;
      this.#isJumping = false;
      if (!('onscrollend' in document)) this.#correct();
    }, REST_MS);
  }

  #correct(): void {
    if (Math.abs(driftOf(this.#scale, this.#place)) >= 1) this.scrollTo(this.top);
  }
}
