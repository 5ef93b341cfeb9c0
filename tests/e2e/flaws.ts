import type { Page } from '@playwright/test';

/** CSS pixels (WCAG 2.2's 24 is for others: ours are look.md's). */
const TARGET = 48;
const SMALLEST_LETTERS = 16;
/** What rounding may take from a box, CSS pixels. */
const SLACK = 1;

/** Runs in the page: see `flawsOf`. */
function find({ target, letters, slack }: { target: number; letters: number; slack: number }): string[] {
  const isShown = (of: Element): boolean =>
    of.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) &&
    // Read aloud and never seen.
    of.closest('.unseen, #svelte-announcer, [inert], noscript') === null;
  const nameOf = (of: Element): string => {
    const words = (of.getAttribute('aria-label') ?? of.textContent).replaceAll(/\s+/g, ' ').trim().slice(0, 40);
    return `<${of.tagName.toLowerCase()}> ${words}`;
  };
  const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
  const leavesWindow = ({ left, right }: DOMRect): boolean => left < -slack || right > innerWidth + slack;

  /** The box around it that takes away some of a line of text, if one does. */
  function cutterOf(line: DOMRect, from: Element): Element | undefined {
    let mayScroll = false;
    for (let box: Element | null = from; box && box !== document.documentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.display === 'inline' || style.display === 'contents') continue;
      // Clipped on purpose, with an ellipsis: a long file name.
      if (!['', 'none'].includes(style.webkitLineClamp)) continue;
      const { left, top } = box.getBoundingClientRect();
      const [x, y] = [left + box.clientLeft, top + box.clientTop];
      // Sideways nobody looks for the rest of a word: what scrolls that way cuts it as well.
      const isNarrow = style.overflowX !== 'visible' && box.clientWidth > 0;
      if (isNarrow && (line.left < x - slack || line.right > x + box.clientWidth + slack)) return box;
      // A line is taller than its letters, so that a little of it may go.
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
    if (lines.some(leavesWindow)) found.push(`cut by the window: ${nameOf(parent)}`);
    const cutter = lines.map((line) => cutterOf(line, parent)).find((box) => box !== undefined);
    if (cutter) found.push(`cut by ${cutter.tagName.toLowerCase()}.${cutter.classList[0] ?? ''}: ${nameOf(parent)}`);
    const size = Number.parseFloat(getComputedStyle(parent).fontSize);
    if (size < letters) found.push(`letters of ${String(size)} px: ${nameOf(parent)}`);
  }

  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
    const style = getComputedStyle(field);
    if (pen) pen.font = style.font;
    const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    const isCut = (pen?.measureText(field.placeholder).width ?? 0) > room + slack;
    if (isShown(field) && isCut) found.push(`cut in its field: ${field.placeholder}`);
  }

  for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (!isShown(one) || getComputedStyle(one).display === 'inline') continue;
    const { width, height } = (one.closest('label') ?? one).getBoundingClientRect();
    if (width < target - slack || height < target - slack) {
      found.push(`${String(Math.round(width))} x ${String(Math.round(height))} to hit: ${nameOf(one)}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page can be pushed sideways');
  return [...new Set(found)];
}

/**
 * What is wrong with the screen that is open, in words: text cut by a box or by the window, letters below 16 px, things to
 * press below 48 px on a side (links within a text aside), a page that scrolls sideways. Empty where all is well.
 */
export const flawsOf = (page: Page): Promise<string[]> =>
  page.evaluate(find, { target: TARGET, letters: SMALLEST_LETTERS, slack: SLACK });
