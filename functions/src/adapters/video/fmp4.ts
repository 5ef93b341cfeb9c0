import { readMediaPlaylist, type Chunk } from '@maru/model';

/** The content of the first box with this name, or undefined. */
function boxContent(init: Buffer, name: string): Buffer | undefined {
  const at = init.indexOf(Buffer.from(name, 'latin1'));
  return at < 4 ? undefined : init.subarray(at + 4, at - 4 + init.readUInt32BE(at - 4));
}

/**
 * The RFC 6381 codecs string of an fMP4 from its initialization section: profile, constraints and level from the avcC box
 * (ISO/IEC 14496-15 section 5.3.3), and AAC-LC, the only audio codec we encode or copy.
 */
export function codecsOf(init: Buffer): string {
  const avcC = boxContent(init, 'avcC');
  const video = avcC === undefined ? [] : [`avc1.${avcC.toString('hex', 1, 4)}`];
  return [...video, ...(boxContent(init, 'mp4a') === undefined ? [] : ['mp4a.40.2'])].join(',');
}

/** The decoder configurations of an fMP4 in hexadecimal: those of picture and sound, whichever it has. */
export const decoderConfig = (init: Buffer): string =>
  ['avcC', 'esds'].map((name) => boxContent(init, name)?.toString('hex') ?? '').join('.');

/** The byte ranges of the initialization section and the segments of an fMP4, from its ffmpeg playlist; undefined if it has none. */
export function parseByteRanges(playlist: string, index: number): Chunk | undefined {
  // For audio with a header but no data, ffmpeg writes an empty segment.
  const listed = readMediaPlaylist(playlist).filter(({ length }) => length > 0);
  const segments = listed.map(({ offset, length, seconds }) => ({ offset, length, seconds }));
  return listed[0] && { index, init: listed[0].init, segments };
}
