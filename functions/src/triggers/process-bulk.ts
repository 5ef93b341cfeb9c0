import { processingQueue } from './processing-queue.ts';

/** Makes what is one of many that a person adds, and what is made again. */
export const processBulk = processingQueue({ memory: '2GiB', cpu: 2, maxConcurrent: 8, lowPriority: true });
