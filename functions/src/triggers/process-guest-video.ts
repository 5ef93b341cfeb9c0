import { processingQueue } from './processing-queue.ts';

/** Processes videos and sounds that guests bring, one at a time: however many come, the family's own never wait for them. */
export const processGuestVideo = processingQueue({ memory: '4GiB', cpu: 2, maxConcurrent: 1, lowPriority: true });
