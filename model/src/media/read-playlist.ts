import { parseRenditionName } from '../paths.ts';
import type { ByteRange, StreamVariant } from './playlist.ts';

/** A variant as a master playlist describes it. */
export type ListedVariant = Pick<StreamVariant, 'name' | 'width' | 'height' | 'frameRate'>;

/** What a master playlist lists: its variants, best first, and whether their sound is apart, as the variant `sound`. */
export interface ListedStream {
  readonly variants: readonly ListedVariant[];
  readonly sound?: ListedVariant;
}

/** A segment of a variant: its range of an object, that of the initialization section, and when it begins, seconds from the start. */
export interface ListedSegment extends ByteRange {
  /** The name of the object. */
  readonly name: string;
  readonly init: ByteRange;
  readonly isDiscontinuous?: true;
  readonly start: number;
  readonly seconds: number;
}

/** The object that a URI of our playlists names. */
const nameIn = (uri: string): string => decodeURIComponent(uri.split('?')[0] ?? '');

/** The variant whose playlist a URI names. */
const variantIn = (uri: string): string =>
  /^stream\/(.+)\.m3u8$/.exec(parseRenditionName(nameIn(uri))?.file ?? '')?.[1] ?? '';

/** Reads what `masterPlaylist` wrote. */
export function readMaster(text: string): ListedStream {
  const sound = /^#EXT-X-MEDIA:TYPE=AUDIO.*URI="([^"]+)"/m.exec(text)?.[1];
  const variants = Array.from(text.matchAll(/^#EXT-X-STREAM-INF:(.*)\n(.+)$/gm), ([, attributes = '', uri = '']) => {
    const [, width, height] = /RESOLUTION=(\d+)x(\d+)/.exec(attributes) ?? [];
    const frameRate = /FRAME-RATE=([\d.]+)/.exec(attributes)?.[1];
    return {
      name: variantIn(uri),
      ...(width !== undefined && height !== undefined && { width: Number(width), height: Number(height) }),
      ...(frameRate !== undefined && { frameRate: Number(frameRate) }),
    };
  });
  return { variants, ...(sound !== undefined && { sound: { name: variantIn(sound) } }) };
}

const rangeIn = (text: string): ByteRange => {
  const [length = 0, offset = 0] = text.split('@').map(Number);
  return { offset, length };
};

/** Reads what `mediaPlaylist` wrote, or ffmpeg for an output in one file. */
export function readMediaPlaylist(text: string): readonly ListedSegment[] {
  const segments: ListedSegment[] = [];
  let init: ByteRange | undefined;
  let range: ByteRange | undefined;
  let isDiscontinuous = false;
  let [seconds, start] = [0, 0];
  for (const line of text.split('\n')) {
    const [, tag, value = ''] = /^#(EXT[-\w]*):?(.*)$/.exec(line) ?? [];
    if (tag === 'EXT-X-DISCONTINUITY') isDiscontinuous = true;
    else if (tag === 'EXT-X-MAP') init = rangeIn(/BYTERANGE="([^"]+)"/.exec(value)?.[1] ?? '');
    else if (tag === 'EXTINF') seconds = Number.parseFloat(value);
    else if (tag === 'EXT-X-BYTERANGE') range = rangeIn(value);
    else if (tag === undefined && line !== '' && init && range) {
      segments.push({
        name: nameIn(line),
        ...range,
        init,
        start,
        seconds,
        ...(isDiscontinuous && { isDiscontinuous }),
      });
      isDiscontinuous = false;
      start += seconds;
    }
  }
  return segments;
}
