import { making } from './processing-queue.ts';

/** Makes the few items that somebody looks out for. */
export const make = making({ memory: '2GiB', cpu: 2, atOnce: 8, givesWay: false });
