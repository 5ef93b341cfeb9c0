import type { Chunk } from '@maru/model';

/** The offset behind the four letters of the first box of this name, or undefined. */
function boxAt(init: Buffer, name: string): number | undefined {
  const at = init.indexOf(Buffer.from(name, 'latin1'));
  return at < 4 ? undefined : at + 4;
}

/**
 * The codecs of an fMP4 by its initialisation, as playlists name them (RFC 6381): profile, constraints and level from
 * the avcC box (ISO/IEC 14496-15 section 5.3.3), and AAC-LC, the only sound that we encode.
 */
export function codecsOf(init: Buffer): string {
  const avcC = boxAt(init, 'avcC');
  const video = avcC === undefined ? [] : [`avc1.${init.toString('hex', avcC + 1, avcC + 4)}`];
  return [...video, ...(boxAt(init, 'mp4a') === undefined ? [] : ['mp4a.40.2'])].join(',');
}

const rangeOf = (text: string | undefined): { length: number; offset: number } | undefined => {
  const parts = /^(\d+)@(\d+)$/.exec(text ?? '');
  return parts ? { length: Number(parts[1]), offset: Number(parts[2]) } : undefined;
};

/** The initialisation and the segments of one fMP4, from the playlist that ffmpeg wrote beside it; undefined where it has none. */
export function measuredIn(playlist: string, index: number): Chunk | undefined {
  const init = rangeOf(/#EXT-X-MAP:.*BYTERANGE="([^"]+)"/.exec(playlist)?.[1]);
  const segments: Chunk['segments'][number][] = [];
  for (const found of playlist.matchAll(/#EXTINF:([\d.]+),[^\n]*\n#EXT-X-BYTERANGE:(\S+)/g)) {
    const range = rangeOf(found[2]);
    // Of a sound that only has a head, ffmpeg writes a segment of nothing.
    if (range && range.length > 0) segments.push({ ...range, seconds: Number(found[1]) });
  }
  return init && segments.length > 0 ? { index, init, segments } : undefined;
}
