import type { Page } from '@playwright/test';

/** Returns the sum of the page's layout-shift entries so far; entries soon after an input count too, unlike in CLS. */
export const shifts = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const read = (list: PerformanceObserverEntryList): void => {
          resolve(list.getEntries().reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0));
        };
        new PerformanceObserver(read).observe({ type: 'layout-shift', buffered: true });
        // The observer is not called where there is no entry.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
      }),
  );
