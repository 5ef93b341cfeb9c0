import * as v from 'valibot';
import { coordinates, type Coordinates } from '../media/metadata.ts';

// The JSON files of a Google Photos export. Their names depend on the user's language and on the length of a title, so only their content
// tells what they are.

/** A text of digits: seconds since 1970, negative before. */
const timestamp = v.pipe(
  v.object({ timestamp: v.pipe(v.string(), v.regex(/^-?\d{1,11}$/)) }),
  v.transform((time) => Number(time.timestamp) * 1000),
);

const itemJson = v.object({
  title: v.fallback(v.string(), ''),
  photoTakenTime: timestamp,
  creationTime: v.fallback(v.optional(timestamp), undefined),
  description: v.fallback(v.string(), ''),
  geoData: v.fallback(v.optional(coordinates), undefined),
  geoDataExif: v.fallback(v.optional(coordinates), undefined),
  people: v.fallback(v.array(v.object({ name: v.string() })), []),
  favorited: v.fallback(v.boolean(), false),
  archived: v.fallback(v.boolean(), false),
  trashed: v.fallback(v.boolean(), false),
});

const albumJson = v.object({ title: v.pipe(v.string(), v.minLength(1)), description: v.fallback(v.string(), '') });

/** What Google Photos knows about an item. */
export interface TakeoutItem {
  /** The whole name of the file as it was uploaded, which the file in the export may have lost. */
  readonly title: string;
  /** ms since 1970. */
  readonly takenAt: number;
  /** When it came to Google Photos, ms since 1970. */
  readonly uploadedAt?: number;
  readonly description: string;
  readonly place?: Coordinates;
  readonly people: readonly string[];
  readonly isFavourite: boolean;
  readonly isArchived: boolean;
  readonly isTrashed: boolean;
}

/** What Google Photos knows about an album, whose items are in the same folder. */
export interface TakeoutAlbum {
  readonly title: string;
  readonly description: string;
}

export type TakeoutJson = { readonly item: TakeoutItem } | { readonly album: TakeoutAlbum };

const NOWHERE: Coordinates = { latitude: 0, longitude: 0 };

/** A place. Google writes 0, 0 for no place, and 0 for no altitude. */
function placeOf({ latitude, longitude, altitude = 0 }: Coordinates = NOWHERE): Coordinates | undefined {
  if (latitude === 0 && longitude === 0) return undefined;
  return { latitude, longitude, ...(altitude !== 0 && { altitude }) };
}

/** Reads the parsed content of a JSON file; undefined if it describes neither an item nor an album. Fields that are wrong count as absent. */
export function readTakeoutJson(content: unknown): TakeoutJson | undefined {
  const parsed = v.safeParse(itemJson, content);
  if (parsed.success) {
    const {
      photoTakenTime: takenAt,
      creationTime: uploadedAt,
      geoData,
      geoDataExif,
      people,
      favorited,
      archived,
      trashed,
      ...texts
    } = parsed.output;
    const place = placeOf(geoData) ?? placeOf(geoDataExif);
    const flags = { isFavourite: favorited, isArchived: archived, isTrashed: trashed };
    const times = { takenAt, ...(uploadedAt !== undefined && { uploadedAt }) };
    return { item: { ...texts, ...times, ...(place && { place }), people: people.map(({ name }) => name), ...flags } };
  }
  const wrapped = v.safeParse(v.object({ albumData: v.unknown() }), content);
  const album = v.safeParse(albumJson, wrapped.success ? wrapped.output.albumData : content);
  return album.success ? { album: album.output } : undefined;
}
