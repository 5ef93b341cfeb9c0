import { processingQueue } from './processing-queue.ts';

/** Queue: processes the few photos that someone is waiting for. */
export const processItem = processingQueue({ memory: '2GiB', cpu: 2, maxConcurrent: 8, lowPriority: false });
