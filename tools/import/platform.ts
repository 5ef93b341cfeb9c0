import { webPlatform } from '@maru/model/upload/web-platform';

/** Node's clock, timers and AbortController. */
export const platform = webPlatform(globalThis);
