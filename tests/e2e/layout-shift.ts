import type { Page } from '@playwright/test';

/** Returns the sum of the page's layout-shift entries so far; unlike CLS, it includes those right after an input. */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const read = (list: PerformanceObserverEntryList): void => {
          resolve(list.getEntries().reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0));
        };
        new PerformanceObserver(read).observe({ type: 'layout-shift', buffered: true });
        // Without entries the observer is never called.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
      }),
  );
