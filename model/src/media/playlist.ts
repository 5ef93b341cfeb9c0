import { renditionFolder, variantPlaylist, chunkFile, type RenditionFile } from '../paths.ts';
import type { ItemId, LibraryId, Rev } from '../ids.ts';

/** A piece of an fMP4 object, in bytes. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** One slice of one rung as measured after encoding: an object with its initialisation and its segments. */
export interface Chunk {
  readonly index: number;
  readonly init: ByteRange;
  readonly segments: readonly (ByteRange & { readonly seconds: number })[];
}

/** One rung of a stream with all its slices. */
export interface StreamVariant {
  readonly name: string;
  /** RFC 6381, e.g. `avc1.640028,mp4a.40.2`. */
  readonly codecs: string;
  readonly width?: number;
  readonly height?: number;
  /** Frames a second. */
  readonly frameRate?: number;
  readonly slices: readonly Chunk[];
}

/** How an object of the same making is named inside a playlist: relative to `/v0/b/BUCKET/o/`, with the token for native players. */
function uriOf(of: { library: LibraryId; item: ItemId; rev: Rev; token: string }, file: RenditionFile): string {
  return `${encodeURIComponent(renditionFolder(of.library, of.item, of.rev) + file)}?alt=media&token=${of.token}`;
}

type ObjectRef = Parameters<typeof uriOf>[0];

/** The media playlist of one rung (RFC 8216 sections 4.3.2 and 4.3.3), from what was measured. */
export function mediaPlaylist(of: ObjectRef, rung: StreamVariant): string {
  const longest = Math.max(...rung.slices.flatMap((slice) => slice.segments.map((segment) => segment.seconds)), 1);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${String(Math.ceil(longest))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ];
  const range = (r: ByteRange): string => `${String(r.length)}@${String(r.offset)}`;
  for (const [n, slice] of rung.slices.entries()) {
    const uri = uriOf(of, chunkFile(rung.name, slice.index));
    if (n > 0) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(`#EXT-X-MAP:URI="${uri}",BYTERANGE="${range(slice.init)}"`);
    for (const segment of slice.segments) {
      lines.push(`#EXTINF:${segment.seconds.toFixed(6)},`, `#EXT-X-BYTERANGE:${range(segment)}`, uri);
    }
  }
  return [...lines, '#EXT-X-ENDLIST', ''].join('\n');
}

/** Peak and average bits a second of a rung, over its segments (RFC 8216 section 4.3.4.2). */
export function bandwidth(rung: StreamVariant): { peak: number; average: number } {
  const segments = rung.slices.flatMap((slice) => slice.segments);
  const bits = segments.reduce((sum, s) => sum + s.length * 8, 0);
  const seconds = segments.reduce((sum, s) => sum + s.seconds, 0);
  // A last segment of a few frames says nothing of the rate: segments under a second join the average only.
  const long = segments.filter((s) => s.seconds >= 1);
  const average = seconds > 0 ? Math.ceil(bits / seconds) : 0;
  return { average, peak: Math.max(average, ...long.map((s) => Math.ceil((s.length * 8) / s.seconds))) };
}

/** The master playlist, best rung first. */
export function masterPlaylist(of: ObjectRef, rungs: readonly StreamVariant[]): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const rung of rungs) {
    const { peak, average } = bandwidth(rung);
    const picture =
      rung.width !== undefined && rung.height !== undefined
        ? [
            `RESOLUTION=${String(rung.width)}x${String(rung.height)}`,
            ...(rung.frameRate ? [`FRAME-RATE=${rung.frameRate.toFixed(3)}`] : []),
          ]
        : [];
    const attributes = [
      `BANDWIDTH=${String(peak)}`,
      `AVERAGE-BANDWIDTH=${String(average)}`,
      `CODECS="${rung.codecs}"`,
      ...picture,
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, uriOf(of, variantPlaylist(rung.name)));
  }
  return [...lines, ''].join('\n');
}
