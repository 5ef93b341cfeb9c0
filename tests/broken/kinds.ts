import type { Breakage } from './list.ts';

/** What every kind of photo rests on. */
export const OF_KINDS: readonly Breakage[] = [
  {
    suite: 'model',
    tests: 'renditions',
    file: 'model/src/media/renditions.ts',
    from: 'return scaled(of, Math.max(usual, Math.min(SCREEN.short / short, most)));',
    to: 'return scaled(of, usual);',
    why: 'a panorama is a thread, however near one comes',
  },
  {
    suite: 'functions-unit',
    tests: 'make-photo',
    file: 'functions/src/pipelines/make-moment.ts',
    from: 'if (!(error instanceof ProcessingError)) throw error;',
    to: 'throw error;',
    why: 'a broken video costs the photo that carries it',
  },
  {
    suite: 'functions-unit',
    tests: 'pipelines/live',
    file: 'functions/src/pipelines/live.ts',
    from: '  for (const album of video.albums) tx.remove(paths.entry(library, album, pair.video));\n',
    to: '',
    why: 'a Live Photo is in the album twice, as a photo and as a video',
  },
];
