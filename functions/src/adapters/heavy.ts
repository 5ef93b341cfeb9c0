import type { Pictures } from '../ports.ts';

/** The pictures port, whose decoders are loaded when the first picture comes: a trigger that only enqueues starts without them. */
export const lazyPictures: Pictures = {
  measure: async (...asked) => (await import('./pictures.ts')).pictures.measure(...asked),
  develop: async (...asked) => (await import('./pictures.ts')).pictures.develop(...asked),
  clock: async (...asked) => (await import('./pictures.ts')).pictures.clock(...asked),
};
