import type { Videos } from '../../ports/videos.ts';
import { extractCover } from './cover.ts';
import { cut } from './cut.ts';
import { extractFrame } from './frame.ts';
import { probe } from './probe.ts';
import { makeStrip } from './strip.ts';
import { remux } from './remux.ts';
import { transcode } from './transcode.ts';
import { transcodeChunk } from './transcode-chunk.ts';
import { transcodeLead } from './transcode-lead.ts';
import { transcodeSound } from './transcode-sound.ts';
import { readWaveform } from './waveform.ts';

/** Video and audio by ffmpeg. */
export const videos: Videos = {
  probe,
  extractFrame,
  extractCover,
  readWaveform,
  transcode,
  transcodeChunk,
  transcodeLead,
  transcodeSound,
  remux,
  cut,
  makeStrip,
};
