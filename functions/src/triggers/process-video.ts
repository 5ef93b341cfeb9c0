import { processingQueue } from './processing-queue.ts';

/** Queue: processes video and audio files. Its `/tmp`, which holds the original, is part of its memory. */
export const processVideo = processingQueue({ memory: '4GiB', cpu: 2, maxConcurrent: 4, lowPriority: true });
