import type { Breakage } from './list.ts';

/** How pictures are made: their colours, and how they are known again. */
export const OF_PICTURES: readonly Breakage[] = [
  {
    suite: 'functions-unit',
    tests: 'image/color',
    file: 'functions/src/adapters/image/color.ts',
    from: '.keepIccProfile()',
    to: '',
    why: "what a phone's camera saw beyond sRGB is gone from the screen",
  },
  {
    suite: 'functions-unit',
    tests: 'image/color',
    file: 'functions/src/adapters/image/images.ts',
    from: '...meantBy(isRgb(header) ? header.icc : undefined)',
    to: '',
    why: 'colours of a profile are shown pale',
  },
  {
    suite: 'functions-unit',
    tests: 'phash',
    file: 'functions/src/adapters/image/phash.ts',
    from: 'strength > median',
    to: 'strength > 1e9',
    why: 'all photos look alike',
  },
  {
    suite: 'functions-unit',
    tests: 'make-photo',
    file: 'functions/src/pipelines/at-once.ts',
    from: "const failed = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');\n  if",
    to: "const failed = (await Promise.all(all).then(() => [], (reason) => [{ status: 'rejected', reason }])).find(Boolean);\n  if",
    why: 'a refused photo is removed while it is still read',
  },
  {
    suite: 'functions-unit',
    tests: 'image/color',
    file: 'functions/src/adapters/image/color.ts',
    from: 'if (data[at] !== 255) return pixels;',
    to: '{}',
    why: 'ink on nothing becomes a black picture',
  },
  {
    suite: 'web',
    tests: 'placeholder',
    file: 'web/src/lib/parts/grid/placeholder.ts',
    from: '& 0x80',
    to: '& 0x100',
    why: 'ink on nothing is lost on the dark stage',
  },
];
