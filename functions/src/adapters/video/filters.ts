import { exactFrameRate, type Rotation, type Size, type Variant } from '@maru/model';
import type { VideoTrack } from '../../ports/videos.ts';

/** HDR to BT.709 at 100 nits with the Hable curve. HDR has the primaries and the matrix of BT.2020, also where a file says only its transfer. */
const TONE_MAP =
  'setparams=color_primaries=bt2020:colorspace=bt2020nc,zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv';

/** Filters that scale to this size with square pixels, limited range and SDR brightness. */
export const scaleFilters = ({ width, height }: Size, isHdr: boolean): string[] => [
  `scale=${width}:${height}:out_range=tv`,
  'setsar=1',
  ...(isHdr ? [TONE_MAP] : []),
];

/** Deinterlaces, to one frame per field or per frame. The container's flags are often wrong: `interlaced` decides. */
export const deinterlaceFilters = ({ interlaced }: VideoTrack, mode: 'send_field' | 'send_frame'): string[] =>
  interlaced ? [`bwdif=mode=${mode}:parity=${interlaced}:deint=all`] : [];

const ROTATE: Readonly<Record<Rotation, readonly string[]>> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

/** What the variants of one run have in common. */
export interface GraphOptions {
  readonly variants: readonly Variant[];
  /** The rate of the grid of frames, which starts at the container's first timestamp. */
  readonly frameRate: number;
  readonly rotation?: Rotation;
  /** The first frame's index on the grid; 0 by default. */
  readonly firstFrame?: number;
  /** Earlier frames, in seconds from the start, are only decoded. */
  readonly discardBefore?: number;
}

/** The label of a variant's frames. */
export const labelOf = (i: number): string => `[v${i}]`;

/**
 * The filter graph of all variants: one constant-rate grid, scaled to the largest variant and from there to the others. A frame of the grid shows the
 * last source frame that is not later, so it depends on its index alone, wherever a run starts.
 */
export function videoGraph(video: VideoTrack, options: GraphOptions): string {
  const { variants, frameRate, rotation = 0, firstFrame = 0, discardBefore = 0 } = options;
  const [largest] = variants;
  if (!largest) throw new Error('no variants');
  const { num, den } = exactFrameRate(frameRate);
  const common = [
    ...(discardBefore > 0 ? [`trim=start=${discardBefore.toFixed(6)}`] : []),
    ...deinterlaceFilters(video, 'send_field'),
    `fps=${num}/${den}:start_time=${((firstFrame * den) / num).toFixed(6)}`,
    ...ROTATE[rotation],
    ...scaleFilters(largest, video.isHdr),
    'format=yuv420p',
    `split=${variants.length}`,
  ];
  const split = variants.map((_, i) => `[s${i}]`);
  const each = variants.map((variant, i) => {
    const isScaled = variant.width !== largest.width || variant.height !== largest.height;
    const filters = [
      ...(variant.frameStep > 1 ? [`framestep=${variant.frameStep}`] : []),
      ...(isScaled ? [`scale=${variant.width}:${variant.height}`] : []),
    ];
    return `${split[i] ?? ''}${filters.join(',') || 'null'}${labelOf(i)}`;
  });
  return [`[0:${video.stream}]${common.join(',')}${split.join('')}`, ...each].join(';');
}
