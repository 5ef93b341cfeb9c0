import { open, readFile, stat } from 'node:fs/promises';
import {
  compact,
  KEYFRAME_S,
  MAX_VIDEO_PIXELS,
  ProcessingError,
  SEGMENT_S,
  type Variant,
  type Size,
  type StreamVariant,
} from '@maru/model';
import type { FfprobeData, FfprobeStream } from 'fluent-ffmpeg';
import type { EncodedRung, FilmFacts, FilmFile, FilmProbe, Films } from '../../ports/videos.ts';
import { encoded, probed, type Output } from './ffmpeg.ts';
import { codecsOf, measuredIn } from './fmp4.ts';

/** A positive number from `25`, `30000/1001`, `16:15`; undefined for `0/0`, `N/A` and nothing. */
function ratioOf(text: unknown): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)(?:[/:](\d+))?$/.exec(String(text));
  const value = parts ? Number(parts[1]) / Number(parts[2] ?? 1) : 0;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** A number that ffprobe tells of a stream under this name (fluent-ffmpeg leaves negative ones as text); 0 where it tells none. */
const told = (of: object | undefined, name: string): number =>
  Number((of as Record<string, unknown> | undefined)?.[name] ?? 0) || 0;

/** Displayed: pixels made square by the sample aspect ratio, then turned by a quarter where the display matrix says so. */
function displayed(stream: FfprobeStream): Size {
  const wide = Math.round((stream.width ?? 0) * (ratioOf(stream.sample_aspect_ratio) ?? 1));
  const size = { width: wide, height: stream.height ?? 0 };
  const quarters = Math.round(told(stream, 'rotation') / 90);
  return quarters % 2 === 0 ? size : { width: size.height, height: size.width };
}

const isCover = (stream: FfprobeStream): boolean => told(stream.disposition, 'attached_pic') === 1;

/** Standard definition: the lines of PAL. */
const TAPE_LINES = 576;

/** Pictures as a tape has them: DV, or interlaced in standard definition. */
function isOfTape(video: FfprobeStream | undefined): boolean {
  if (!video || (video.height ?? 0) > TAPE_LINES) return false;
  return video.codec_name === 'dvvideo' || ['tt', 'bb', 'tb', 'bt'].includes(String(video['field_order']));
}

/** What a container's tags say besides its time. */
function factsIn(text: (name: string) => string | undefined, video: FfprobeStream | undefined): FilmFacts {
  const first = (...names: string[]): string | undefined => names.map(text).find((one) => one !== undefined);
  const all = (...names: string[]): string[] | undefined => {
    const found = names.flatMap((name) => text(name) ?? []);
    return found.length > 0 ? found : undefined;
  };
  return compact({
    maker: first('com.apple.quicktime.make', 'com.android.manufacturer', 'make'),
    model: first('com.apple.quicktime.model', 'com.android.model', 'model'),
    software: all('com.apple.quicktime.software', 'software', 'encoder', 'encoded_by', 'handler_name'),
    isOfTape: isOfTape(video) || undefined,
    location: first('com.apple.quicktime.location.ISO6709', 'location', 'location-eng'),
    captions: all('com.apple.quicktime.description', 'description'),
  });
}

/** PQ (SMPTE ST 2084) and HLG (ARIB STD-B67). */
const HDR = ['smpte2084', 'arib-std-b67'];

function probeOf({ format, streams }: FfprobeData): FilmProbe {
  const video = streams.find((one) => one.codec_type === 'video' && !isCover(one));
  const audio = streams.find((one) => one.codec_type === 'audio' && told(one, 'channels') > 0);
  const tags = { ...video?.tags, ...format.tags } as Record<string, unknown>;
  const text = (name: string): string | undefined => (typeof tags[name] === 'string' ? tags[name] : undefined);
  const clock = { created: text('creation_time'), apple: text('com.apple.quicktime.creationdate') };
  return {
    ...compact({ seconds: ratioOf(format.duration) }),
    ...(video && {
      video: {
        stream: video.index,
        ...displayed(video),
        ...compact({ frameRate: ratioOf(video.avg_frame_rate) ?? ratioOf(video.r_frame_rate) }),
        isHdr: HDR.includes(String(video['color_transfer'])),
      },
    }),
    ...(audio && { audio: { stream: audio.index } }),
    clock: compact(clock),
    facts: factsIn(text, video),
  };
}

async function probe(file: string, demuxer: string): Promise<FilmProbe> {
  const found = probeOf(await probed({ source: file, demuxer }));
  const { video, audio } = found;
  if (!video && !audio) throw new ProcessingError('unreadable', 'neither a picture nor a sound in it');
  if (video && (video.width === 0 || video.height === 0))
    throw new ProcessingError('unreadable', 'pictures without a size');
  if (video && video.width * video.height > MAX_VIDEO_PIXELS) throw new ProcessingError('too-many-pixels');
  return found;
}

/** From linear light at 100 nits to BT.709, with the highlights rolled off (Hable). */
const TONE_MAP =
  'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv';

/** Scaled to this size with square pixels, in the range and the brightness of a usual screen. */
const pictured = ({ width, height }: Size, isHdr: boolean): string[] => [
  `scale=${width}:${height}:out_range=tv`,
  'setsar=1',
  ...(isHdr ? [TONE_MAP] : []),
];

async function still(film: FilmFile, wish: { at: number; size: Size; seconds: number }, to: string): Promise<void> {
  const { video } = film.probe;
  if (!video) throw new ProcessingError('unreadable', 'no picture in it');
  // The most usual of some frames: the first after a cut is often black. Scaled before, because it holds all of them: 24 of
  // 8K are 1 GB more (measured).
  const filters = [...pictured(wish.size, video.isHdr), 'format=rgb24', 'thumbnail=24'];
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
    await encoded({ source: film.file, demuxer: film.demuxer, from }, [{ file: to, options }], wish.seconds);
    return stat(to).then(
      ({ size }) => size > 0,
      () => false,
    );
  };
  // What announces more than it has gives no frame so late.
  if ((wish.at > 0 && (await frame(wish.at))) || (await frame(0))) return;
  throw new ProcessingError('unreadable', 'no frame could be decoded');
}

const hls = (file: string): string[] => [
  ...['-f', 'hls', '-hls_time', String(SEGMENT_S), '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
  ...['-hls_flags', 'single_file+independent_segments', '-hls_segment_filename', file],
];

/** AAC-LC in stereo, with gaps filled so that it stays with the picture. */
const sounding = (stream: number): string[] => [
  ...['-map', `0:${stream}`, '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000'],
  ...['-af', 'aresample=async=1:first_pts=0'],
];

/** What the tone map made, told in the stream: older ffmpegs forget it on the way. */
const MAPPED = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];

function showing(video: NonNullable<FilmProbe['video']>, rung: Variant, frameRate: number): string[] {
  const filters = [`fps=${frameRate}`, ...pictured(rung, video.isHdr), 'format=yuv420p'];
  return [
    ...['-map', `0:${video.stream}`, '-vf', filters.join(','), '-c:v', 'libx264', '-preset', 'veryfast'],
    ...(video.isHdr ? MAPPED : []),
    ...['-profile:v', 'high', '-crf', '23', '-maxrate', String(rung.bitRate), '-bufsize', String(2 * rung.bitRate)],
    ...['-force_key_frames', `expr:gte(t,n_forced*${KEYFRAME_S})`, '-sc_threshold', '0', '-threads', '2'],
  ];
}

async function measured(name: string, file: string, playlist: string): Promise<StreamVariant> {
  const slice = measuredIn(await readFile(playlist, 'utf8'), 0);
  if (!slice) throw new ProcessingError('unreadable', 'nothing in it could be decoded');
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(slice.init.length), 0, slice.init.length, slice.init.offset);
    return { name, codecs: codecsOf(buffer), slices: [slice] };
  } finally {
    await handle.close();
  }
}

/** Films by ffmpeg. */
export const films: Films = {
  probe,
  still,
  async stream({ file, demuxer, probe: { video, audio } }, { rungs, frameRate, seconds, most }, folder) {
    const sound = audio ? sounding(audio.stream) : [];
    const names = video ? rungs.map((rung) => rung.name) : ['sound'];
    const at = (name: string, end: string): string => `${folder}/${name}-0.${end}`;
    const outputs = (video ? rungs : [undefined]).map((rung, i): Output => {
      const name = names[i] ?? '';
      const picture = video && rung ? showing(video, rung, frameRate) : [];
      const end = most === undefined ? [] : ['-t', String(most)];
      return { file: at(name, 'm3u8'), options: [...end, ...picture, ...sound, ...hls(at(name, 'mp4'))] };
    });
    await encoded({ source: file, demuxer }, outputs, seconds);
    return Promise.all(
      names.map(async (name, i): Promise<EncodedRung> => {
        const rung = await measured(name, at(name, 'mp4'), at(name, 'm3u8')).catch(refused);
        const size = rungs[i];
        const shown = video && size ? { width: size.width, height: size.height, frameRate } : {};
        return { rung: { ...rung, ...shown }, file: at(name, 'mp4') };
      }),
    );
  },
};

/** A playlist or a stream that ffmpeg did not write, though it ended well: there was nothing in the film. */
function refused(error: unknown): never {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  throw isMissing ? new ProcessingError('unreadable', 'nothing in it could be decoded') : error;
}
