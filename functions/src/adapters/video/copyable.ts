import { ProcessingError } from '@maru/model';
import type { InputOptions } from './ffmpeg.ts';
import { runFfprobe, type ProbePacket, type ProbeStream } from './ffprobe.ts';

/** What every browser decodes: 8 bits, 4:2:0, at most 1080p at 60 frames per second. */
const PROFILES = ['Baseline', 'Constrained Baseline', 'Main', 'High'];
const PIXELS = ['yuv420p', 'yuvj420p'];
const MAX_LEVEL = 42;
const MAX_SHORT_SIDE = 1080;
/** Containers with exact timestamps. */
const DEMUXERS = ['mov', 'matroska', 'flv', 'mpegts'];
/** A copy costs its size again; phones record 1080p with up to 20 Mbit/s. */
const MAX_BIT_RATE = 25_000_000;
/** Seconds between keyframes: a segment, and a seek, starts at one. */
const MAX_KEYFRAME_GAP_S = 6;
/** Seconds at the start that are looked at. */
const SAMPLE_S = 15;

/** Whether a track's format alone allows a copy: no browser rotates, stretches or deinterlaces it reliably. */
function isRightFormat(stream: ProbeStream, demuxer: string, bitRate: number): boolean {
  const { codec_name, profile = '', pix_fmt = '', level = 0, width = 0, height = 0, field_order } = stream;
  return (
    codec_name === 'h264' &&
    DEMUXERS.includes(demuxer) &&
    PROFILES.includes(profile) &&
    PIXELS.includes(pix_fmt) &&
    level > 0 &&
    level <= MAX_LEVEL &&
    Math.min(width, height) <= MAX_SHORT_SIDE &&
    bitRate <= MAX_BIT_RATE &&
    ['progressive', 'unknown', undefined].includes(field_order) &&
    ['1:1', '0:1', undefined].includes(stream.sample_aspect_ratio) &&
    !stream.side_data_list?.some(({ rotation = 0 }) => rotation !== 0)
  );
}

/**
 * Whether packets in decoding order start with a keyframe, have keyframes at most `MAX_KEYFRAME_GAP_S` apart, and no frame that is displayed before the
 * keyframe it follows: it would need the group of pictures before it.
 */
export function haveClosedGroups(packets: readonly ProbePacket[]): boolean {
  let keyframe: number | undefined;
  for (const { pts_time, flags } of packets) {
    const at = Number(pts_time ?? NaN);
    if (Number.isNaN(at)) return false;
    if (flags?.includes('K')) {
      if (keyframe !== undefined && at - keyframe > MAX_KEYFRAME_GAP_S) return false;
      keyframe = at;
    } else if (keyframe === undefined || at < keyframe || at - keyframe > MAX_KEYFRAME_GAP_S) return false;
  }
  return keyframe !== undefined;
}

/** Whether a progressive SDR video track can be copied into HLS, judged from its format and its first seconds. */
export async function isCopyableVideo(input: InputOptions, stream: ProbeStream, bitRate: number): Promise<boolean> {
  if (!isRightFormat(stream, input.demuxer, bitRate)) return false;
  const entries = ['-show_entries', 'packet=pts_time,flags', '-read_intervals', `%+${SAMPLE_S}`];
  try {
    const { packets = [] } = await runFfprobe(input, ['-select_streams', String(stream.index), ...entries]);
    return haveClosedGroups(packets);
  } catch (error) {
    if (error instanceof ProcessingError) return false;
    throw error;
  }
}

/** Whether a sound track can be copied into HLS. */
export const isCopyableAudio = (
  { codec_name, profile, channels = 0, sample_rate }: ProbeStream,
  demuxer: string,
): boolean =>
  codec_name === 'aac' &&
  profile === 'LC' &&
  channels <= 2 &&
  Number(sample_rate) <= 48_000 &&
  DEMUXERS.includes(demuxer);
