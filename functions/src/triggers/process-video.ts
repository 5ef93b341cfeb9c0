import { processingQueue } from './processing-queue.ts';

/** Makes videos and sounds. Its `/tmp`, where the original lies meanwhile, is part of its memory. */
export const processVideo = processingQueue({ memory: '4GiB', cpu: 2, maxConcurrent: 4, lowPriority: true });
