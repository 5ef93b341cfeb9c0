import type { Films } from '../ports/videos.ts';
import type { Inside } from '../ports/embedded-media.ts';
import type { Pictures } from '../ports/images.ts';

/** The pictures port, whose decoders are loaded when the first picture comes: a trigger that only enqueues starts without them. */
export const lazyPictures: Pictures = {
  measure: async (...asked) => (await import('./image/images.ts')).pictures.measure(...asked),
  develop: async (...asked) => (await import('./image/images.ts')).pictures.develop(...asked),
  facts: async (...asked) => (await import('./image/images.ts')).pictures.facts(...asked),
};

/** The films port, loaded when the first video or sound comes. */
export const lazyFilms: Films = {
  probe: async (...asked) => (await import('./video/videos.ts')).films.probe(...asked),
  still: async (...asked) => (await import('./video/videos.ts')).films.still(...asked),
  stream: async (...asked) => (await import('./video/videos.ts')).films.stream(...asked),
};

/** What lies in photos besides their picture, loaded when the first photo comes. */
export const lazyInside: Inside = {
  preview: async (...asked) => (await import('./embedded/embedded-media.ts')).inside.preview(...asked),
  moment: async (...asked) => (await import('./embedded/embedded-media.ts')).inside.moment(...asked),
  identifier: async (...asked) => (await import('./embedded/embedded-media.ts')).inside.identifier(...asked),
};
