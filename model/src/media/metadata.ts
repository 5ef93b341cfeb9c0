import * as v from 'valibot';
import { number, type DeepReadonly, type DocumentOf } from '../schema.ts';
import { captureDate } from './capture-date.ts';
import { songSchema } from './song.ts';

/** The schema of `Coordinates`. */
export const coordinates = v.object({
  /** Degrees north, -90 to 90. */
  latitude: v.pipe(number, v.minValue(-90), v.maxValue(90)),
  /** Degrees east, -180 to 180. */
  longitude: v.pipe(number, v.minValue(-180), v.maxValue(180)),
  /** Metres above sea level. */
  altitude: v.exactOptional(number),
});

/** A geographic position. */
export type Coordinates = DocumentOf<typeof coordinates>;

/** The metadata fields of an item's document. */
export const metadataFields = {
  takenAt: v.exactOptional(captureDate),
  /** When a print was scanned or a tape was captured, as opposed to when the photo was taken. */
  digitizedAt: v.exactOptional(captureDate),
  place: v.exactOptional(coordinates),
  /** The name of a place, suggested by the folder name. */
  placeName: v.exactOptional(v.string()),
  /** Manufacturer and model, without repetition: `NIKON D90`. */
  camera: v.exactOptional(v.string()),
  caption: v.exactOptional(v.string()),
  /** Names of the people shown, as tagged by other programs. */
  people: v.exactOptional(v.array(v.string())),
  /** Artist, album and place in it of a sound; its title is the caption. */
  song: v.exactOptional(songSchema),
};

/** A file's own metadata, completed by suggestions from its folder name. */
export type Metadata = DeepReadonly<v.InferOutput<v.ObjectSchema<typeof metadataFields, undefined>>>;
