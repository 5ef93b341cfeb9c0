import { making } from './processing-queue.ts';

/** Makes what is one of many that a person adds, and what is made again. */
export const makeMany = making({ memory: '2GiB', cpu: 2, atOnce: 8, givesWay: true });
