import { cut, compact, MAX_SONG_TEXT, type Song } from '@maru/model';
import type { VideoMetadata } from '../ports/videos.ts';
import { normalizeLine } from './plain-text.ts';

/** What programs write when they do not know. */
const UNKNOWN = /^(?:unknown(?: (?:artist|album|title))?|알 수 없는 (?:음악가|아티스트|앨범)|various artists?)$/i;
const MAX_NUMBER = 999;

/** One line of a tag, cut to `MAX_SONG_TEXT` UTF-16 units. */
function line(text: string | undefined): string | undefined {
  const tag = normalizeLine(text);
  return tag === '' || tag.includes('\ufffd') || UNKNOWN.test(tag) ? undefined : cut(tag, MAX_SONG_TEXT);
}

/** The number in `3`, `03/12`. */
function numberOf(text: string | undefined): number | undefined {
  const value = Number(/^\s*(\d{1,4})(?!\d)/.exec(text ?? '')?.[1]);
  return value >= 1 && value <= MAX_NUMBER ? value : undefined;
}

/** The artist, album and place in it that a sound's tags state; undefined without any. */
export function songOf({ artist, album, disc, track }: VideoMetadata): Song | undefined {
  const song = compact({ artist: line(artist), album: line(album), disc: numberOf(disc), track: numberOf(track) });
  return Object.keys(song).length > 0 ? song : undefined;
}
