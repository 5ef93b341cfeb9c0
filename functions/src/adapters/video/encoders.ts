import { availableParallelism } from 'node:os';
import { keyframeInterval, LOW_BIT_RATE, type Variant } from '@maru/model';
import type { AudioTrack, VideoTrack } from '../../ports/videos.ts';

/** Tags the tone-mapped stream as BT.709: older ffmpeg versions lose this. */
const BT709_TAGS = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];

/** An instance has two processors, or what its deployment chose. */
const THREADS = String(Math.min(8, Math.max(2, availableParallelism())));

/** Seconds of the bit rate that a segment may exceed it by; the lowest variant keeps its limit in every segment. */
const BUFFER_S = 2;
const LOW_BUFFER_S = 1;

/**
 * H.264 with capped CRF for the i-th video stream of an output. Keyframes are set by frame count, so that they are at the same frames in every variant
 * and every chunk.
 */
export function videoEncoder({ isHdr }: VideoTrack, variant: Variant, frameRate: number, i: number): string[] {
  const { bitRate, frameStep } = variant;
  const interval = String(keyframeInterval(frameRate) / frameStep);
  const options: Readonly<Record<string, string>> = {
    c: 'libx264',
    preset: 'veryfast',
    profile: 'high',
    crf: '23',
    maxrate: String(bitRate),
    bufsize: String(bitRate * (bitRate <= LOW_BIT_RATE ? LOW_BUFFER_S : BUFFER_S)),
    g: interval,
    keyint_min: interval,
    sc_threshold: '0',
    threads: THREADS,
    flags: '+global_header',
  };
  return [
    ...Object.entries(options).flatMap(([name, value]) => [`-${name}:v:${i}`, value]),
    ...(isHdr ? BT709_TAGS : []),
  ];
}

/** Samples per second of all sound that we encode. */
export const SAMPLE_RATE = 48_000;

/** Where encoded sound starts in the container's time. */
interface SoundStart {
  /** The first sample that is encoded. */
  readonly firstSample: number;
  /** Earlier sound, in seconds, is only decoded. Sound that starts later than the container is preceded by silence if this is 0. */
  readonly discardBefore: number;
}

/** AAC-LC stereo; gaps are filled so that audio stays in sync. */
export function audioEncoder(
  { stream }: AudioTrack,
  bitRate: number,
  { firstSample, discardBefore }: SoundStart = { firstSample: 0, discardBefore: 0 },
): string[] {
  // `first_pts` alone would do, but trims a wrong number of samples when it also changes the rate.
  const filters = [
    ...(discardBefore > 0 ? [`atrim=start=${discardBefore.toFixed(6)}`] : []),
    `aresample=${SAMPLE_RATE}:async=1${discardBefore > 0 ? '' : ':first_pts=0'}`,
    ...(firstSample > 0 ? [`atrim=start_pts=${firstSample}`] : []),
  ];
  return [
    ...['-map', `0:${stream}`, '-c:a', 'aac', '-b:a', String(bitRate), '-ac', '2', '-ar', String(SAMPLE_RATE)],
    ...['-flags:a', '+global_header', '-af', filters.join(',')],
  ];
}
