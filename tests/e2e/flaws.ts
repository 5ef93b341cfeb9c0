import type { Page } from '@playwright/test';

/** CSS pixels; stricter than the 24 of WCAG 2.2. */
const TARGET = 48;
const SMALLEST_LETTERS = 16;
/** Tolerance for rounding, CSS pixels. */
const SLACK = 1;

/** Runs in the page, see `findDefects`. */
function find({ target, letters, slack }: { target: number; letters: number; slack: number }): string[] {
  const isShown = (of: Element): boolean =>
    of.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) &&
    // For screen readers only.
    of.closest('.unseen, #svelte-announcer, [inert], noscript') === null;
  const nameOf = (of: Element): string => {
    const words = (of.getAttribute('aria-label') ?? of.textContent).replaceAll(/\s+/g, ' ').trim().slice(0, 40);
    return `<${of.tagName.toLowerCase()}> ${words}`;
  };
  const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
  const leavesWindow = ({ left, right }: DOMRect): boolean => left < -slack || right > innerWidth + slack;

  /** Returns the ancestor that clips a line of text, if any. */
  function cutterOf(line: DOMRect, from: Element): Element | undefined {
    let mayScroll = false;
    for (let box: Element | null = from; box && box !== document.documentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.display === 'inline' || style.display === 'contents') continue;
      // Clipped on purpose, with an ellipsis, such as a long file name.
      if (!['', 'none'].includes(style.webkitLineClamp)) continue;
      const { left, top } = box.getBoundingClientRect();
      const [x, y] = [left + box.clientLeft, top + box.clientTop];
      // Nobody scrolls a text horizontally, so a horizontal scroller counts as clipping.
      const isNarrow = style.overflowX !== 'visible' && box.clientWidth > 0;
      if (isNarrow && (line.left < x - slack || line.right > x + box.clientWidth + slack)) return box;
      // A line is taller than its letters, so that some of it may be clipped.
      const spare = slack + line.height / 5;
      mayScroll ||=
        !hides(style.overflowY) && box.scrollHeight > box.clientHeight + slack && style.overflowY !== 'visible';
      if (mayScroll) continue;
      if (hides(style.overflowY) && (line.top < y - spare || line.bottom > y + box.clientHeight + spare)) return box;
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

  const found: string[] = [];
  for (const [text, parent] of texts()) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
    if (lines.some(leavesWindow)) found.push(`clipped by the window: ${nameOf(parent)}`);
    const cutter = lines.map((line) => cutterOf(line, parent)).find((box) => box !== undefined);
    if (cutter)
      found.push(`clipped by ${clipper.tagName.toLowerCase()}.${clipper.classList[0] ?? ''}: ${nameOf(parent)}`);
    const size = Number.parseFloat(getComputedStyle(parent).fontSize);
    if (size < letters) found.push(`font size ${String(size)} px: ${nameOf(parent)}`);
  }

  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
    const style = getComputedStyle(field);
    if (pen) pen.font = style.font;
    const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    const isCut = (pen?.measureText(field.placeholder).width ?? 0) > room + slack;
    if (isShown(field) && isCut) found.push(`clipped placeholder: ${field.placeholder}`);
  }

  for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (!isShown(one) || getComputedStyle(one).display === 'inline') continue;
    const { width, height } = (one.closest('label') ?? one).getBoundingClientRect();
    if (width < target - slack || height < target - slack) {
      found.push(`target of ${String(Math.round(width))} x ${String(Math.round(height))}: ${nameOf(target)}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls horizontally');
  return [...new Set(found)];
}

/**
 * Returns the layout defects of the open screen: text clipped by a box or the window, font sizes below 16 px, targets below 48 px (except
 * links within text), a page that scrolls horizontally.
 */
export const flawsOf = (page: Page): Promise<string[]> =>
  page.evaluate(find, { target: TARGET, letters: SMALLEST_LETTERS, slack: SLACK });
