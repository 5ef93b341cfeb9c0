import { open, readFile, stat } from 'node:fs/promises';
import {
  compact,
  KEYFRAME_S,
  MAX_VIDEO_PIXELS,
  ProcessingError,
  SEGMENT_S,
  type Rotation,
  type Variant,
  type Size,
  type StreamVariant,
} from '@maru/model';
import type { FfprobeData, FfprobeStream } from 'fluent-ffmpeg';
import type { EncodedVariant, VideoMetadata, MediaFile, MediaProbe, Videos } from '../../ports/videos.ts';
import { runFfmpeg, runFfprobe, type Output } from './ffmpeg.ts';
import { codecsOf, parseByteRanges } from './fmp4.ts';

/** Parses `25`, `30000/1001` or `16:15` to a positive number; undefined for `0/0`, `N/A` and missing values. */
function ratioOf(text: unknown): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)(?:[/:](\d+))?$/.exec(String(text));
  const value = parts ? Number(parts[1]) / Number(parts[2] ?? 1) : 0;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** A numeric ffprobe field (fluent-ffmpeg leaves negative ones as text); 0 if absent. */
const numberField = (from: object | undefined, name: string): number =>
  Number((from as Record<string, unknown> | undefined)?.[name] ?? 0) || 0;

/** The display size: the sample aspect ratio applied, width and height swapped for a quarter turn in the display matrix. */
function displaySize(stream: FfprobeStream): Size {
  const wide = Math.round((stream.width ?? 0) * (ratioOf(stream.sample_aspect_ratio) ?? 1));
  const size = { width: wide, height: stream.height ?? 0 };
  const quarters = Math.round(numberField(stream, 'rotation') / 90);
  return quarters % 2 === 0 ? size : { width: size.height, height: size.width };
}

const isCover = (stream: FfprobeStream): boolean => numberField(stream.disposition, 'attached_pic') === 1;

/** Lines of standard definition (PAL). */
const SD_LINES = 576;

/** Whether the video has the format of a tape: DV, or interlaced standard definition. */
function isTapeFormat(video: FfprobeStream | undefined): boolean {
  if (!video || (video.height ?? 0) > SD_LINES) return false;
  return video.codec_name === 'dvvideo' || ['tt', 'bb', 'tb', 'bt'].includes(String(video['field_order']));
}

/** Metadata from the container's tags, except for its timestamps. */
function metadataFrom(text: (name: string) => string | undefined, video: FfprobeStream | undefined): VideoMetadata {
  const first = (...names: string[]): string | undefined => names.map(text).find((one) => one !== undefined);
  const all = (...names: string[]): string[] | undefined => {
    const found = names.flatMap((name) => text(name) ?? []);
    return found.length > 0 ? found : undefined;
  };
  return compact({
    maker: first('com.apple.quicktime.make', 'com.android.manufacturer', 'make'),
    model: first('com.apple.quicktime.model', 'com.android.model', 'model'),
    software: all('com.apple.quicktime.software', 'software', 'encoder', 'encoded_by', 'handler_name'),
    isTapeFormat: isTapeFormat(video) || undefined,
    location: first('com.apple.quicktime.location.ISO6709', 'location', 'location-eng'),
    captions: all('com.apple.quicktime.description', 'description'),
  });
}

/** PQ (SMPTE ST 2084) and HLG (ARIB STD-B67). */
const HDR = ['smpte2084', 'arib-std-b67'];

function toProbe({ format, streams }: FfprobeData): MediaProbe {
  const video = streams.find((one) => one.codec_type === 'video' && !isCover(one));
  const audio = streams.find((one) => one.codec_type === 'audio' && numberField(one, 'channels') > 0);
  const tags = { ...video?.tags, ...format.tags } as Record<string, unknown>;
  const text = (name: string): string | undefined => (typeof tags[name] === 'string' ? tags[name] : undefined);
  const timestamps = { created: text('creation_time'), apple: text('com.apple.quicktime.creationdate') };
  return {
    ...compact({ seconds: ratioOf(format.duration) }),
    ...(video && {
      video: {
        stream: video.index,
        ...displaySize(video),
        ...compact({ frameRate: ratioOf(video.avg_frame_rate) ?? ratioOf(video.r_frame_rate) }),
        isHdr: HDR.includes(String(video['color_transfer'])),
      },
    }),
    ...(audio && { audio: { stream: audio.index } }),
    timestamps: compact(timestamps),
    metadata: metadataFrom(text, video),
  };
}

async function probe(file: string, demuxer: string): Promise<MediaProbe> {
  const found = toProbe(await runFfprobe({ source: file, demuxer }));
  const { video, audio } = found;
  if (!video && !audio) throw new ProcessingError('unreadable', 'no video and no audio stream');
  if (video && (video.width === 0 || video.height === 0))
    throw new ProcessingError('unreadable', 'video without dimensions');
  if (video && video.width * video.height > MAX_VIDEO_PIXELS) throw new ProcessingError('too-many-pixels');
  return found;
}

/** HDR to BT.709 at 100 nits with the Hable curve. */
const TONE_MAP =
  'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv';

/** Filters that scale to this size with square pixels, limited range and SDR brightness. */
const scaleFilters = ({ width, height }: Size, isHdr: boolean): string[] => [
  `scale=${width}:${height}:out_range=tv`,
  'setsar=1',
  ...(isHdr ? [TONE_MAP] : []),
];

async function extractFrame(
  media: MediaFile,
  { at, size, timeoutSeconds }: { at: number; size: Size; timeoutSeconds: number },
  to: string,
): Promise<void> {
  const { video } = media.probe;
  if (!video) throw new ProcessingError('unreadable', 'no video stream');
  // `thumbnail` picks the most representative of 24 frames: the first one is often black. It buffers them all, so scale first:
  // 24 frames of 8K take 1 GB (measured).
  const filters = [...scaleFilters(size, video.isHdr), 'format=rgb24', 'thumbnail=24'];
  const options = [
    '-map',
    `0:${video.stream}`,
    '-vf',
    filters.join(','),
    '-frames:v',
    '1',
    '-f',
    'image2',
    '-c:v',
    'png',
  ];
  const frame = async (from: number): Promise<boolean> => {
    await runFfmpeg({ source: media.file, demuxer: media.demuxer, from }, [{ file: to, options }], timeoutSeconds);
    return stat(to).then(
      ({ size }) => size > 0,
      () => false,
    );
  };
  // A container may announce more than it has: fall back to the first frame.
  if ((at > 0 && (await frame(at))) || (await frame(0))) return;
  throw new ProcessingError('unreadable', 'no frame could be decoded');
}

const hlsOptions = (file: string): string[] => [
  ...['-f', 'hls', '-hls_time', String(SEGMENT_S), '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
  ...['-hls_flags', 'single_file+independent_segments', '-hls_segment_filename', file],
];

/** AAC-LC stereo; gaps are filled so that audio stays in sync. */
const audioOptions = (stream: number): string[] => [
  ...['-map', `0:${stream}`, '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000'],
  ...['-af', 'aresample=async=1:first_pts=0'],
];

/** Tags the tone-mapped stream as BT.709: older ffmpeg versions lose this. */
const BT709_TAGS = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];

const ROTATE: Readonly<Record<Rotation, readonly string[]>> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

function videoOptions(
  video: NonNullable<MediaProbe['video']>,
  variant: Variant,
  frameRate: number,
  rotation: Rotation,
): string[] {
  const filters = [`fps=${frameRate}`, ...ROTATE[rotation], ...scaleFilters(variant, video.isHdr), 'format=yuv420p'];
  return [
    ...['-map', `0:${video.stream}`, '-vf', filters.join(','), '-c:v', 'libx264', '-preset', 'veryfast'],
    ...(video.isHdr ? BT709_TAGS : []),
    ...[
      '-profile:v',
      'high',
      '-crf',
      '23',
      '-maxrate',
      String(variant.bitRate),
      '-bufsize',
      String(2 * variant.bitRate),
    ],
    ...['-force_key_frames', `expr:gte(t,n_forced*${KEYFRAME_S})`, '-sc_threshold', '0', '-threads', '2'],
  ];
}

async function readVariant(name: string, file: string, playlist: string): Promise<StreamVariant> {
  const chunk = parseByteRanges(await readFile(playlist, 'utf8'), 0);
  if (!chunk) throw new ProcessingError('unreadable', 'nothing could be decoded');
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(chunk.init.length), 0, chunk.init.length, chunk.init.offset);
    return { name, codecs: codecsOf(buffer), chunks: [chunk] };
  } finally {
    await handle.close();
  }
}

/** Video and audio by ffmpeg. */
export const videos: Videos = {
  probe,
  extractFrame,
  async transcode(
    { file, demuxer, probe: { video, audio } },
    { variants, frameRate, timeoutSeconds, maxSeconds, rotation = 0 },
    folder,
  ) {
    const audioArgs = audio ? audioOptions(audio.stream) : [];
    const names = video ? variants.map((variant) => variant.name) : ['sound'];
    const at = (name: string, end: string): string => `${folder}/${name}-0.${end}`;
    const outputs = (video ? variants : [undefined]).map((variant, i): Output => {
      const name = names[i] ?? '';
      const videoArgs = video && variant ? videoOptions(video, variant, frameRate, rotation) : [];
      const duration = maxSeconds === undefined ? [] : ['-t', String(maxSeconds)];
      return {
        file: at(name, 'm3u8'),
        options: [...duration, ...videoArgs, ...audioArgs, ...hlsOptions(at(name, 'mp4'))],
      };
    });
    await runFfmpeg({ source: file, demuxer }, outputs, timeoutSeconds);
    return Promise.all(
      names.map(async (name, i): Promise<EncodedVariant> => {
        const variant = await readVariant(name, at(name, 'mp4'), at(name, 'm3u8')).catch(toRefusal);
        const size = variants[i];
        const display = video && size ? { width: size.width, height: size.height, frameRate } : {};
        return { variant: { ...variant, ...display }, file: at(name, 'mp4') };
      }),
    );
  },
};

/** ffmpeg exits with 0 but writes no playlist or stream if the input has nothing to decode. */
function toRefusal(error: unknown): never {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  throw isMissing ? new ProcessingError('unreadable', 'nothing could be decoded') : error;
}
