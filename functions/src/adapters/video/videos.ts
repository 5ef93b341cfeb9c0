import type { Videos } from '../../ports/videos.ts';
import { extractFrame } from './frame.ts';
import { probe } from './probe.ts';
import { transcode } from './transcode.ts';

/** Video and audio by ffmpeg. */
export const videos: Videos = { probe, extractFrame, transcode };
