import type { Platform } from '@maru/model/upload/platform';

/** The browser's clock, timers and AbortController. */
export const platform: Platform = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  controller: () => new AbortController(),
};
