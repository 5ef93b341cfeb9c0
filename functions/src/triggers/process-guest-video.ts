import { processingQueue } from './processing-queue.ts';

/** Queue: processes the video and audio files of guests, one at a time, so that they never delay those of members. */
export const processGuestVideo = processingQueue({ memory: '4GiB', cpu: 2, maxConcurrent: 1, lowPriority: true });
