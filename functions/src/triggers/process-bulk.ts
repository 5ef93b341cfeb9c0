import { processingQueue } from './processing-queue.ts';

/** Queue: processes bulk uploads, and reprocesses items. */
export const processBulk = processingQueue({ memory: '2GiB', cpu: 2, maxConcurrent: 8, lowPriority: true });
