import { webPlatform } from '@maru/model/upload/web-platform';

/** The browser's clock, timers and AbortController. */
export const platform = webPlatform(globalThis);
