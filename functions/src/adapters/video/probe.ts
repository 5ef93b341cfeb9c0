import { compact, MAX_VIDEO_PIXELS, ProcessingError, type Size } from '@maru/model';
import type { AudioTrack, FieldOrder, MediaProbe, VideoMetadata, VideoTrack } from '../../ports/videos.ts';
import { isCopyableAudio, isCopyableVideo } from './copyable.ts';
import { isCrash, type InputOptions } from './ffmpeg.ts';
import { runFfprobe, type ProbeChapter, type ProbeOutput, type ProbeStream } from './ffprobe.ts';
import { readTimestamps } from '../metadata/video-timestamps.ts';
import { fieldOrder } from './interlacing.ts';
import { probeCopy } from './probe-copy.ts';

/** Parses `25`, `30000/1001` or `16:15` to a positive number; undefined for `0/0`, `N/A` and missing values. */
function ratioOf(text: string | undefined): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)(?:[/:](\d+))?$/.exec(text ?? '');
  const value = parts ? Number(parts[1]) / Number(parts[2] ?? 1) : 0;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** The display size: the sample aspect ratio applied, width and height swapped for a quarter turn in the display matrix. */
function displaySize(stream: ProbeStream): Size {
  const wide = Math.round((stream.width ?? 0) * (ratioOf(stream.sample_aspect_ratio) ?? 1));
  const size = { width: wide, height: stream.height ?? 0 };
  const rotation = stream.side_data_list?.find((one) => one.rotation !== undefined)?.rotation ?? 0;
  return Math.round(rotation / 90) % 2 === 0 ? size : { width: size.height, height: size.width };
}

/** Animations that may have less than a frame per second: slides. */
const ANIMATIONS = ['gif', 'apng'];
const MIN_ANIMATION_RATE = 0.01;
/** Frames per second that a camera may record; DV's average is 60,000. */
const isPlausible = (rate: number | undefined): rate is number => rate !== undefined && rate >= 1 && rate <= 1000;
/** An average this close to the base rate is that rate with some frames missing. */
const SAME_RATE = 0.1;
/** No interlaced standard has more frames per second; some containers count fields. */
const MAX_INTERLACED_RATE = 31;

/** The rate of coded frames: the average, unless it is implausible, nearly the base rate, or guessed for lack of timestamps. */
export function frameRateOf(
  { avg_frame_rate, r_frame_rate, start_time }: Pick<ProbeStream, 'avg_frame_rate' | 'r_frame_rate' | 'start_time'>,
  isInterlaced: boolean,
  demuxer = '',
): number | undefined {
  const rates = [ratioOf(avg_frame_rate), ratioOf(r_frame_rate)];
  const [average, base] = rates.map((rate) => (isPlausible(rate) ? rate : undefined));
  const isNear = average !== undefined && base !== undefined && Math.abs(average / base - 1) < SAME_RATE;
  const rate = isNear || start_time === undefined ? (base ?? average) : (average ?? base);
  if (rate === undefined)
    return ANIMATIONS.includes(demuxer)
      ? rates.find((slow) => slow !== undefined && slow >= MIN_ANIMATION_RATE && slow < 1)
      : undefined;
  return Math.round((isInterlaced && rate > MAX_INTERLACED_RATE ? rate / 2 : rate) * 1000) / 1000;
}

/** A stream's own duration: Matroska states it as a tag, `00:01:02.5`. */
function ownDuration({ duration, tags }: ProbeStream): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)/.exec(tags?.['DURATION'] ?? '') ?? [];
  return ratioOf(duration) ?? (hours ? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) : undefined);
}

/** Lines of standard definition (PAL). */
const SD_LINES = 576;

/** Whether the video has the format of a tape: DV, or interlaced standard definition. */
const isTapeFormat = ({ height = 0, codec_name }: ProbeStream, interlaced: FieldOrder | undefined): boolean =>
  height <= SD_LINES && (codec_name === 'dvvideo' || interlaced !== undefined);

/** Metadata from the container's tags, by their names in lower case, except for its timestamps. */
function metadataFrom(text: (name: string) => string | undefined, isTape: boolean): VideoMetadata {
  const first = (...names: string[]): string | undefined => names.map(text).find((one) => one !== undefined);
  const all = (...names: string[]): string[] | undefined => {
    const found = names.flatMap((name) => text(name) ?? []);
    return found.length > 0 ? found : undefined;
  };
  return compact({
    maker: first('com.apple.quicktime.make', 'com.android.manufacturer', 'make'),
    model: first('com.apple.quicktime.model', 'com.android.model', 'model'),
    software: all('com.apple.quicktime.software', 'software', 'encoder', 'encoded_by', 'handler_name'),
    isTapeFormat: isTape || undefined,
    isOfLivePhoto: text('com.apple.quicktime.content.identifier') !== undefined || undefined,
    location: first('com.apple.quicktime.location.iso6709', 'location', 'location-eng'),
    captions: all('com.apple.quicktime.description', 'description'),
  });
}

/** Tags by their names, which formats and programs write in different case; the later ones count. */
const inLowerCase = (...tags: readonly Readonly<Record<string, string>>[]): ReadonlyMap<string, string> =>
  new Map(tags.flatMap((some) => Object.entries(some)).map(([name, value]) => [name.toLowerCase(), value]));

/** The tags of a sound. */
function songTags(text: (name: string) => string | undefined): VideoMetadata {
  const of = (...names: string[]): string | undefined => names.map(text).find(Boolean);
  return compact({
    title: of('title'),
    artist: of('artist', 'album_artist', 'albumartist', 'author'),
    album: of('album'),
    track: of('track', 'tracknumber'),
    disc: of('disc', 'discnumber'),
    date: of('date', 'year', 'originaldate'),
  });
}

/** PQ (SMPTE ST 2084) and HLG (ARIB STD-B67). */
const HDR = ['smpte2084', 'arib-std-b67'];

async function toVideoTrack(
  input: InputOptions,
  stream: ProbeStream,
  format: ProbeOutput['format'],
): Promise<VideoTrack> {
  const size = displaySize(stream);
  if (size.width === 0 || size.height === 0) throw new ProcessingError('unreadable', 'video without dimensions');
  if (size.width * size.height > MAX_VIDEO_PIXELS) throw new ProcessingError('too-many-pixels');
  const seconds = ownDuration(stream);
  const interlaced = await fieldOrder(input, stream, seconds ?? ratioOf(format?.duration));
  const isHdr = HDR.includes(stream.color_transfer ?? '');
  const isCopyable = !interlaced && !isHdr && (await isCopyableVideo(input, stream, Number(format?.bit_rate ?? 0)));
  return {
    stream: stream.index,
    ...size,
    isHdr,
    ...compact({ seconds, interlaced, frameRate: frameRateOf(stream, interlaced !== undefined, input.demuxer) }),
    ...(isCopyable && { isCopyable }),
  };
}

function toAudioTrack(stream: ProbeStream, demuxer: string): AudioTrack {
  const isCopyable = isCopyableAudio(stream, demuxer);
  return {
    stream: stream.index,
    ...compact({ seconds: ownDuration(stream) }),
    ...(isCopyable && { isCopyable }),
  };
}

const toChapter = ({ start_time, tags }: ProbeChapter): NonNullable<VideoMetadata['chapters']>[number] => ({
  at: Number(start_time),
  ...compact({ title: tags?.['title'] }),
});

/** A crash of ffprobe does not prove that the file is broken: ffmpeg may read it. */
async function readHeaders(input: InputOptions): Promise<ProbeOutput> {
  try {
    return await runFfprobe(input);
  } catch (error) {
    if (!isCrash(error)) throw error;
    return probeCopy(input);
  }
}

/** Reads the headers of a file and samples of its picture; throws ProcessingError if there is nothing to play. */
export async function probe(file: string, demuxer: string): Promise<MediaProbe> {
  const input = { source: file, demuxer };
  const { format, streams = [], chapters = [] } = await readHeaders(input);
  const video = streams.find((one) => one.codec_type === 'video' && one.disposition?.['attached_pic'] !== 1);
  const audio = streams.find((one) => one.codec_type === 'audio' && (one.channels ?? 0) > 0);
  if (!video && !audio) throw new ProcessingError('unreadable', 'no video and no audio stream');
  const track = video && (await toVideoTrack(input, video, format));
  const cover = streams.find((one) => one.disposition?.['attached_pic'] === 1);
  // Ogg has its tags in the stream.
  const tags = inLowerCase({ ...(video ?? audio)?.tags }, { ...format?.tags });
  const text = (name: string): string | undefined => tags.get(name);
  const isTape = video !== undefined && isTapeFormat(video, track?.interlaced);
  return {
    ...compact({ seconds: ratioOf(format?.duration) }),
    ...(track && { video: track }),
    ...(audio && { audio: toAudioTrack(audio, demuxer) }),
    ...(cover && !video && { cover: cover.index }),
    timestamps: await readTimestamps(input, video, text),
    metadata: {
      ...metadataFrom(text, isTape),
      ...(chapters.length > 0 && { chapters: chapters.map(toChapter) }),
      ...(!video && songTags(text)),
    },
  };
}
