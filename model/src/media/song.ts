import * as v from 'valibot';
import { number, type DocumentOf } from '../schema.ts';

/** The schema of what the tags of a sound say about it, beside its title, which is its caption. */
export const songSchema = v.object({
  artist: v.exactOptional(v.string()),
  album: v.exactOptional(v.string()),
  /** Its place in the album, from 1. */
  disc: v.exactOptional(number),
  track: v.exactOptional(number),
});

/** What the tags of a sound say about it. */
export type Song = DocumentOf<typeof songSchema>;
