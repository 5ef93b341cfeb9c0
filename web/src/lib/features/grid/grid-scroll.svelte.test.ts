import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GridScroll } from './grid-scroll.svelte.ts';

const MILLION = 46_000_000;
const WINDOW = 740;
const HEADER = 200;

/** The scroll position of the page, which ends with the grid. */
let page = 0;
let scroll: GridScroll;
let stop: () => void;

/** Follows a grid of a logical height on a phone with a pixel ratio of 3. */
function follow(height: number, at = 0): void {
  page = at;
  const node = document.createElement('div');
  document.body.append(node);
  stop = $effect.root(() => {
    scroll = new GridScroll(() => height);
    node.getBoundingClientRect = () => ({ top: HEADER - page }) as DOMRect;
    scrollBy = (by) => {
      page = Math.min(HEADER + scroll.domHeight - WINDOW, Math.max(0, page + by));
    };
    $effect(() => scroll.track(node) ?? undefined);
  });
  flushSync();
}
let scrollBy: (by: number) => void;

/** Scrolls as a person does, and renders a frame. */
function scrollPage(by: number): void {
  scrollBy(by);
  document.dispatchEvent(new Event('scroll'));
  vi.advanceTimersByTime(17);
}
const rest = (): void => {
  document.dispatchEvent(new Event('scrollend'));
  vi.advanceTimersByTime(200);
};

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame', 'performance'],
  });
  vi.advanceTimersByTime(10_000);
  vi.stubGlobal('innerHeight', WINDOW);
  vi.stubGlobal('devicePixelRatio', 3);
  Element.prototype.scrollBy = (options?: ScrollToOptions | number) => {
    scrollBy(typeof options === 'object' ? (options.top ?? 0) : 0);
  };
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test('a grid that fits the browser is followed 1:1', () => {
  follow(10_000);
  expect([scroll.top, scroll.shift, scroll.domHeight]).toEqual([-HEADER, 0, 10_000]);
  scrollPage(500);
  expect([scroll.top, scroll.shift]).toEqual([300, 0]);
  scroll.scrollTo(4000);
  expect([scroll.top, page]).toEqual([4000, 4000 + HEADER]);
  scroll.scrollTo(20_000);
  expect(scroll.top).toBe(10_000 - WINDOW);
});

test('images wait while it scrolls fast, but not for the position at first nor for a slow movement', () => {
  follow(10_000, 3000);
  expect([scroll.isFast, scroll.isJumping]).toEqual([false, false]);
  scrollPage(20);
  expect(scroll.isFast).toBe(false);
  scrollPage(200);
  expect([scroll.isFast, scroll.isJumping]).toEqual([true, false]);
  scrollPage(2000);
  expect([scroll.isFast, scroll.isJumping]).toEqual([true, true]);
  scrollPage(10);
  expect(scroll.isJumping).toBe(true);
  vi.advanceTimersByTime(200);
  expect([scroll.isFast, scroll.isJumping]).toEqual([false, false]);
});

test('reaches every place of a million photos, and moves 1:1 from there', () => {
  follow(MILLION);
  expect(scroll.domHeight * 3).toBeLessThan(2 ** 24);
  for (const top of [0, 1234, 12_345_678, 45_000_000, MILLION - WINDOW]) {
    scroll.scrollTo(top);
    expect(Math.abs(scroll.top - top)).toBeLessThan(1);
    const before = scroll.top;
    scrollPage(top > 1e7 ? -50 : 50);
    expect(Math.abs(scroll.top - before)).toBe(50);
  }
  scroll.scrollTo(MILLION);
  expect(scroll.top).toBe(MILLION - WINDOW);
});

test('a dragged scrollbar goes to the corresponding place, and the oldest photo is at its end', () => {
  follow(MILLION);
  scrollPage(scroll.domHeight / 2);
  expect(scroll.top / MILLION).toBeCloseTo(0.5, 2);
  scrollPage(scroll.domHeight);
  expect(scroll.top).toBe(MILLION - WINDOW);
  scrollPage(-2 * scroll.domHeight);
  expect(scroll.top).toBe(-HEADER);
});

test('corrects the drift when scrolling rests, without a movement', () => {
  follow(MILLION);
  scroll.scrollTo(20_000_000);
  for (let n = 0; n < 10; n += 1) scrollPage(300);
  const { top, shift } = scroll;
  expect(Math.abs(top - 20_003_000)).toBeLessThan(1);
  rest();
  expect(Math.abs(scroll.top - top)).toBeLessThan(1);
  expect(scroll.shift - shift).toBeGreaterThan(1000);
});

test('the end of a movement does not undo a jump in the same frame', () => {
  follow(MILLION);
  scroll.scrollTo(20_000_000);
  for (let n = 0; n < 10; n += 1) scrollPage(300);
  scrollBy(1e9);
  document.dispatchEvent(new Event('scrollend'));
  expect(scroll.top).toBe(MILLION - WINDOW);
});
