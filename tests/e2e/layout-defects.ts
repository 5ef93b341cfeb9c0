import type { Page } from '@playwright/test';

/** CSS pixels; stricter than the 24 of WCAG 2.2. */
const TARGET = 48;
const SMALLEST_LETTERS = 16;
/** Tolerance for rounding, CSS pixels. */
const SLACK = 1;

/** Runs in the page, see `findDefects`. */
function findInPage({
  target: minTarget,
  letters: minFontSize,
  slack,
}: {
  target: number;
  letters: number;
  slack: number;
}): string[] {
  const isShown = (of: Element): boolean =>
    of.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) &&
    // For screen readers only.
    of.closest('.visually-hidden, #svelte-announcer, [inert], noscript') === null;
  const nameOf = (of: Element): string => {
    const text = (of.getAttribute('aria-label') ?? of.textContent).replaceAll(/\s+/g, ' ').trim().slice(0, 40);
    return `<${of.tagName.toLowerCase()}> ${text}`;
  };
  const isClipping = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
  const isOutsideWindow = ({ left, right }: DOMRect): boolean => left < -slack || right > innerWidth + slack;

  /** Returns the ancestor that clips a line of text, if any. */
  function clipperOf(line: DOMRect, from: Element): Element | undefined {
    let canScroll = false;
    for (let box: Element | null = from; box && box !== document.documentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.display === 'inline' || style.display === 'contents') continue;
      const { left, top, bottom } = box.getBoundingClientRect();
      // Clipped on purpose, with an ellipsis, such as a long file name.
      if (!['', 'none'].includes(style.webkitLineClamp)) {
        if (line.top > bottom - slack) return undefined;
        continue;
      }
      const [x, y] = [left + box.clientLeft, top + box.clientTop];
      // Nobody scrolls a text horizontally, so a horizontal scroller counts as clipping.
      const isNarrow = style.overflowX !== 'visible' && box.clientWidth > 0;
      if (isNarrow && (line.left < x - slack || line.right > x + box.clientWidth + slack)) return box;
      // A line is taller than its letters, so that some of it may be clipped.
      const spare = slack + line.height / 5;
      canScroll ||=
        !isClipping(style.overflowY) && box.scrollHeight > box.clientHeight + slack && style.overflowY !== 'visible';
      if (canScroll) continue;
      if (isClipping(style.overflowY) && (line.top < y - spare || line.bottom > y + box.clientHeight + spare))
        return box;
      if (style.position === 'fixed') break;
    }
    return undefined;
  }

  function* texts(): Generator<[Text, Element]> {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode as Text;
      const parent = text.parentElement;
      if (!parent || text.data.trim() === '' || parent.closest('script, style, option') || !isShown(parent)) continue;
      yield [text, parent];
    }
  }

  const defects: string[] = [];
  for (const [text, parent] of texts()) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
    if (lines.some(isOutsideWindow)) defects.push(`clipped by the window: ${nameOf(parent)}`);
    const clipper = lines.map((line) => clipperOf(line, parent)).find((box) => box !== undefined);
    if (clipper)
      defects.push(`clipped by ${clipper.tagName.toLowerCase()}.${clipper.classList[0] ?? ''}: ${nameOf(parent)}`);
    const size = Number.parseFloat(getComputedStyle(parent).fontSize);
    if (lines.length > 2 && lines.every(({ width }) => width < 1.5 * size))
      defects.push(`broken into letters: ${nameOf(parent)}`);
    if (size < minFontSize) defects.push(`font size ${String(size)} px: ${nameOf(parent)}`);
  }

  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
    const style = getComputedStyle(field);
    if (canvas) canvas.font = style.font;
    const space = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    const isClipped = (canvas?.measureText(field.placeholder).width ?? 0) > space + slack;
    if (isShown(field) && isClipped) defects.push(`clipped placeholder: ${field.placeholder}`);
  }

  for (const control of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (!isShown(control) || getComputedStyle(control).display === 'inline') continue;
    const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
    if (width < minTarget - slack || height < minTarget - slack) {
      defects.push(`target of ${String(Math.round(width))} x ${String(Math.round(height))}: ${nameOf(control)}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) defects.push('the page scrolls horizontally');
  return [...new Set(defects)];
}

/**
 * Returns the layout defects of the open screen: text clipped by a box or the window, text broken into single letters, font sizes below 16 px,
 * targets below 48 px (except links within text), a page that scrolls horizontally.
 */
export const findDefects = (page: Page): Promise<string[]> =>
  page.evaluate(findInPage, { target: TARGET, letters: SMALLEST_LETTERS, slack: SLACK });
