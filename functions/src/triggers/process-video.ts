import { VIDEO_INSTANCE } from './instance-options.ts';
import { processingQueue } from './processing-queue.ts';

/** Queue: processes video and audio files. Its `/tmp`, which holds the original, is part of its memory. */
export const processVideo = processingQueue({ ...VIDEO_INSTANCE, maxConcurrent: 4, lowPriority: true });
