import { processingQueue } from './processing-queue.ts';

/** Makes the few items that somebody looks out for. */
export const processItem = processingQueue({ memory: '2GiB', cpu: 2, maxConcurrent: 8, lowPriority: false });
