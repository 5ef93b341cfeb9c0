import type { Page } from '@playwright/test';

/** Tolerance for rounding, CSS pixels. */
const SLACK = 1;

/** Returns what lies outside of its example on the design page, and texts that overlap. */
export const findOverflow = (page: Page): Promise<string[]> =>
  page.evaluate((slack) => {
    type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;
    const shared = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      right: Math.min(a.right, b.right),
      top: Math.max(a.top, b.top),
      bottom: Math.min(a.bottom, b.bottom),
    });
    const isLarge = ({ left, right, top, bottom }: Box, height: number): boolean =>
      right - left > slack && bottom - top > height;
    /** What is visible of a box in an element, of which ancestors may clip a part. */
    const visible = (box: Box, element: Element, root: Element): Box => {
      let seen = box;
      for (let one = element.parentElement; one && one !== root; one = one.parentElement)
        if (getComputedStyle(one).overflow !== 'visible') seen = shared(seen, one.getBoundingClientRect());
      return seen;
    };
    const defects = new Set<string>();
    for (const example of document.querySelectorAll<HTMLElement>('[data-example]')) {
      const specimen = example.closest<HTMLElement>('[data-specimen]')?.dataset['specimen'];
      const report = (defect: string): unknown =>
        defects.add(`${specimen ?? ''}, ${example.dataset['example'] ?? ''}: ${defect}`);
      const place = example.getBoundingClientRect();
      const shown = [...example.querySelectorAll('*')].filter(
        (one) =>
          one.checkVisibility({ contentVisibilityAuto: true }) &&
          one.closest('.visually-hidden, option, svg *') === null,
      );
      for (const one of shown) {
        const box = visible(one.getBoundingClientRect(), one, example);
        const isInside = isLarge(box, 0)
          ? box.left >= place.left - slack && box.right <= place.right + slack && box.bottom <= place.bottom + slack
          : true;
        if (!isInside) report(`${one.tagName.toLowerCase()}.${one.classList[0] ?? ''} is outside`);
      }
      const lines = shown
        .filter((one) => one.childElementCount === 0 && one.textContent.trim() !== '')
        .flatMap((one) => {
          const range = document.createRange();
          range.selectNodeContents(one.firstChild ?? one);
          // The element itself may clip its text.
          return [...range.getClientRects()].map((box) => ({
            one,
            box: shared(visible(box, one, example), one.getBoundingClientRect()),
          }));
        });
      for (const [n, { one, box }] of lines.entries()) {
        // A line is taller than its letters.
        const spare = slack + (box.bottom - box.top) / 4;
        const over = lines.slice(n + 1).find((other) => other.one !== one && isLarge(shared(box, other.box), spare));
        if (over) report(`"${one.textContent}" overlaps "${over.one.textContent}"`);
      }
    }
    return [...defects];
  }, SLACK);

/** Returns the examples of one specimen whose elements have the same texts, sizes and styles, so that nobody can tell them apart. */
export const findDoubles = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const STYLES = [
      ...['background-color', 'background-image', 'border-color', 'border-width', 'box-shadow', 'color', 'display'],
      ...['fill', 'font-weight', 'height', 'opacity', 'outline', 'rotate', 'stroke', 'transform', 'width'],
    ];
    const stylesOf = (one: Element): string[] =>
      [null, '::before', '::after'].flatMap((pseudo) => {
        const style = getComputedStyle(one, pseudo);
        return pseudo !== null && style.content === 'none' ? [] : STYLES.map((name) => style.getPropertyValue(name));
      });
    /** What is not a style. */
    const drawn = (one: Element): unknown[] => {
      if (one instanceof HTMLImageElement) return [one.src];
      if (one instanceof HTMLProgressElement) return [one.value];
      if (one instanceof SVGPathElement) return [one.getAttribute('d')];
      if (!(one instanceof HTMLInputElement)) return [];
      return getComputedStyle(one).appearance === 'none' ? [] : [one.value, one.checked, one.disabled];
    };
    const lookOf = (example: Element): string =>
      JSON.stringify([
        example.textContent,
        [...example.querySelectorAll('*')].map((one) => [...stylesOf(one), ...drawn(one)]),
      ]);
    return [...document.querySelectorAll<HTMLElement>('[data-specimen]')].flatMap((specimen) => {
      const looks = new Map<string, string>();
      return [...specimen.querySelectorAll<HTMLElement>('[data-example]')].flatMap((example) => {
        const [look, name] = [lookOf(example), example.dataset['example'] ?? ''];
        const double = looks.get(look);
        looks.set(look, name);
        return double === undefined ? [] : [`${specimen.dataset['specimen'] ?? ''}: ${double} and ${name}`];
      });
    });
  });
