import { MASTER, renditionFolder, variantPlaylist, chunkFile, type RenditionFile } from '../paths.ts';
import type { ItemId, LibraryId, Rev } from '../ids.ts';
import { SEGMENT_S } from './frame-rate.ts';

/** A range of an fMP4 object, in bytes. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** One encoded chunk of a variant: an fMP4 object with its initialization section and segments, as measured. */
export interface Chunk {
  readonly index: number;
  /** The decoder is configured otherwise than for the chunk before. */
  readonly isDiscontinuous?: true;
  readonly init: ByteRange;
  readonly segments: readonly (ByteRange & { readonly seconds: number })[];
}

/** One variant of a stream with all its chunks. */
export interface StreamVariant {
  readonly name: string;
  /** RFC 6381, e.g. `avc1.640028,mp4a.40.2`. */
  readonly codecs: string;
  readonly width?: number;
  readonly height?: number;
  /** Frames per second. */
  readonly frameRate?: number;
  readonly chunks: readonly Chunk[];
}

/** The item and rev that renditions belong to, and their download token. */
interface ProcessedItem {
  readonly library: LibraryId;
  readonly item: ItemId;
  readonly rev: Rev;
  readonly token: string;
}

/** Returns the URI of a rendition inside a playlist: relative to `/v0/b/BUCKET/o/`, with the download token for native players. */
function uriOf({ library, item, rev, token }: ProcessedItem, file: RenditionFile): string {
  return `${encodeURIComponent(renditionFolder(library, item, rev) + file)}?alt=media&token=${token}`;
}

/** The target duration of a stream that still grows, seconds: it may not change (RFC 8216 section 6.2.1). */
const GROWING_TARGET_S = SEGMENT_S + 1;

/**
 * Returns the media playlist of one variant (RFC 8216 sections 4.3.2 and 4.3.3). Of a stream whose processing goes on, it lists the chunks so
 * far, and players read it again (EVENT).
 */
export function mediaPlaylist(processed: ProcessedItem, variant: StreamVariant, isComplete = true): string {
  const seconds = variant.chunks.flatMap((chunk) => chunk.segments.map((segment) => segment.seconds));
  const longest = seconds.reduce((max, one) => Math.max(max, one), isComplete ? 1 : GROWING_TARGET_S);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${String(Math.ceil(longest))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${isComplete ? 'VOD' : 'EVENT'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    // Players that know no better begin a growing stream at its end.
    ...(isComplete ? [] : ['#EXT-X-START:TIME-OFFSET=0']),
  ];
  const range = ({ length, offset }: ByteRange): string => `${String(length)}@${String(offset)}`;
  for (const chunk of variant.chunks) {
    const uri = uriOf(processed, chunkFile(variant.name, chunk.index));
    if (chunk.isDiscontinuous) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(`#EXT-X-MAP:URI="${uri}",BYTERANGE="${range(chunk.init)}"`);
    for (const segment of chunk.segments) {
      lines.push(`#EXTINF:${segment.seconds.toFixed(6)},`, `#EXT-X-BYTERANGE:${range(segment)}`, uri);
    }
  }
  return [...lines, ...(isComplete ? ['#EXT-X-ENDLIST'] : []), ''].join('\n');
}

/** Returns the duration of a variant's chunks, seconds. */
export const durationOf = ({ chunks }: Pick<StreamVariant, 'chunks'>): number =>
  chunks.flatMap(({ segments }) => segments).reduce((sum, { seconds }) => sum + seconds, 0);

/** Segments that follow each other and together last between half and one and a half target durations count for the peak (RFC 8216 section 4.1). */
const PEAK_WINDOW = { least: 0.5, most: 1.5 } as const;

/** The largest bit rate of the sets of segments that count for the peak; 0 if there are none. */
function peakBitRate(segments: Chunk['segments']): number {
  const target = Math.ceil(segments.reduce((max, { seconds }) => Math.max(max, seconds), 0));
  const [least, most] = [target * PEAK_WINDOW.least, target * PEAK_WINDOW.most];
  let peak = 0;
  for (const from of segments.keys()) {
    let [bits, seconds] = [0, 0];
    for (let n = from; n < segments.length; n += 1) {
      bits += (segments[n]?.length ?? 0) * 8;
      seconds += segments[n]?.seconds ?? 0;
      if (seconds > most) break;
      if (seconds >= least) peak = Math.max(peak, Math.ceil(bits / seconds));
    }
  }
  return peak;
}

/** Returns the peak and average segment bit rate of a variant, bits per second (RFC 8216 section 4.3.4.2). */
export function bandwidth(variant: StreamVariant): { peak: number; average: number } {
  const segments = variant.chunks.flatMap((chunk) => chunk.segments);
  const bits = segments.reduce((sum, s) => sum + s.length * 8, 0);
  const seconds = durationOf(variant);
  const average = seconds > 0 ? Math.ceil(bits / seconds) : 0;
  return { average, peak: Math.max(average, peakBitRate(segments)) };
}

/** The id of the group that holds the sound of picture-only variants. */
const SOUND_GROUP = 'sound';

/** Returns the master playlist of `variants`, which come best first. `sound` is their sound, unless they contain it. */
export function masterPlaylist(
  processed: ProcessedItem,
  variants: readonly StreamVariant[],
  sound?: StreamVariant,
): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  const added = sound ? bandwidth(sound) : { peak: 0, average: 0 };
  if (sound) {
    const uri = uriOf(processed, variantPlaylist(sound.name));
    const attributes = `TYPE=AUDIO,GROUP-ID="${SOUND_GROUP}",NAME="${SOUND_GROUP}",DEFAULT=YES,AUTOSELECT=YES,URI="${uri}"`;
    lines.push(`#EXT-X-MEDIA:${attributes}`);
  }
  for (const variant of variants) {
    const { peak, average } = bandwidth(variant);
    const video =
      variant.width !== undefined && variant.height !== undefined
        ? [
            `RESOLUTION=${String(variant.width)}x${String(variant.height)}`,
            ...(variant.frameRate ? [`FRAME-RATE=${variant.frameRate.toFixed(3)}`] : []),
          ]
        : [];
    const attributes = [
      `BANDWIDTH=${String(peak + added.peak)}`,
      `AVERAGE-BANDWIDTH=${String(average + added.average)}`,
      `CODECS="${[variant.codecs, ...(sound ? [sound.codecs] : [])].join(',')}"`,
      ...video,
      ...(sound ? [`AUDIO="${SOUND_GROUP}"`] : []),
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, uriOf(processed, variantPlaylist(variant.name)));
  }
  return [...lines, ''].join('\n');
}

/** A stream: its variants, best first, and their sound, unless they contain it. */
export interface Stream {
  readonly variants: readonly StreamVariant[];
  readonly sound?: StreamVariant;
}

/** Returns all playlists of a stream by file, the master last: a player that reads it finds the others. */
export function playlistsOf(
  processed: ProcessedItem,
  { variants, sound }: Stream,
  isComplete = true,
): readonly (readonly [file: RenditionFile, text: string])[] {
  const all = [...variants, ...(sound ? [sound] : [])];
  return [
    ...all.map((one) => [variantPlaylist(one.name), mediaPlaylist(processed, one, isComplete)] as const),
    [MASTER, masterPlaylist(processed, variants, sound)],
  ];
}
