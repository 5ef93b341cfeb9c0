import { making } from './processing-queue.ts';

/** Makes videos and sounds. Its `/tmp`, where the original lies meanwhile, is part of its memory. */
export const makeFilm = making({ memory: '4GiB', cpu: 2, atOnce: 4, givesWay: true });
