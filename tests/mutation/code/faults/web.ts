import type { Fault } from '../fault.ts';

/** Faults in the web app. */
export const WEB_FAULTS: readonly Fault[] = [
  {
    suite: 'web',
    tests: 'live',
    file: 'web/src/lib/state/live.svelte.ts',
    from: " || this.#state === 'broken'",
    to: '',
    effect: 'without a network the album says that it cannot be loaded',
  },
  {
    suite: 'web',
    tests: 'media-cache',
    file: 'web/src/lib/device/media-cache.ts',
    from: "response.status === 200 && response.type !== 'opaque'",
    to: "response.type !== 'opaque'",
    effect: 'an error page is cached as the photo',
  },
  {
    suite: 'web',
    tests: 'address',
    file: 'web/src/lib/media/address.ts',
    from: "  address.searchParams.set('token', token);\n",
    to: '',
    effect: 'a video stops when its token is rotated',
  },
  {
    suite: 'browser',
    tests: 'main-flow',
    file: 'web/src/lib/device/media-cache.ts',
    from: '  if (cached) return cached;\n',
    to: '',
    effect: 'without a network the album has no photos',
  },
  {
    suite: 'web',
    tests: 'placeholder',
    file: 'web/src/lib/features/grid/placeholder.ts',
    from: '& 0x80',
    to: '& 0x100',
    effect: 'a drawing on a transparent background is invisible on the dark stage',
  },
];
