import type { Breakage } from './list.ts';

/** Breakages of what holds hostile files. */
export const OF_HOSTILE_FILES: readonly Breakage[] = [
  {
    suite: 'functions-unit',
    tests: 'structure-limits',
    file: 'functions/src/adapters/image/images.ts',
    from: 'isProgressive || HELD.includes(format) ? MAX_BUFFERED_PIXELS : MAX_PIXELS',
    to: 'MAX_PIXELS',
    why: 'a progressive photo of 200 megapixels takes a gigabyte',
  },
  {
    suite: 'functions-unit',
    tests: 'adapters/video/refusals',
    file: 'functions/src/adapters/video/ffmpeg.ts',
    from: 'signal SIG(XFSZ|SEGV|ABRT|BUS|FPE|ILL)',
    to: 'signal SIGXFSZ',
    why: 'a file that crashes ffmpeg crashes it five times, and stays in the queue for half an hour',
  },
  {
    suite: 'functions-unit',
    tests: 'structure-limits',
    file: 'functions/src/adapters/image/images.ts',
    from: '    await mustBeBounded(file, format);\n',
    to: '',
    why: 'a WebP of a hundred thousand frames holds an instance for minutes',
  },
  {
    suite: 'model',
    tests: 'sniff',
    file: 'model/src/media/sniff.ts',
    from: '<!--(?:(?!-->)[^])*-->',
    to: '<!--[^]*?-->',
    why: 'five hundred bytes of text hold an instance for ever',
  },
];
