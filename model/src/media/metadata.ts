import * as v from 'valibot';
import { number, type DeepReadonly, type DocumentOf } from '../schema.ts';
import { captureDate } from './capture-date.ts';

const coordinates = v.object({
  /** Degrees north, -90 to 90. */
  latitude: v.pipe(number, v.minValue(-90), v.maxValue(90)),
  /** Degrees east, -180 to 180. */
  longitude: v.pipe(number, v.minValue(-180), v.maxValue(180)),
  /** Metres above the sea. */
  altitude: v.exactOptional(number),
});

/** A point on the earth. */
export type Coordinates = DocumentOf<typeof coordinates>;

/** The fields of metadata in an item's document. */
export const metadataFields = {
  takenAt: v.exactOptional(captureDate),
  /** When a scan or a captured tape became a file: never when it was taken. */
  digitisedAt: v.exactOptional(captureDate),
  place: v.exactOptional(coordinates),
  /** A place by its name, proposed by the words of the folder. */
  placeName: v.exactOptional(v.string()),
  /** Maker and model, once: `NIKON D90`. */
  camera: v.exactOptional(v.string()),
  caption: v.exactOptional(v.string()),
  /** The names of people in it, as other programs wrote them. */
  people: v.exactOptional(v.array(v.string())),
};

/** `fields` with `takenAt` under the name that the code has for it. */
export const withTaken = <T extends { takenAt?: unknown }>({ takenAt, ...rest }: T) =>
  ({ ...rest, ...(takenAt !== undefined && { taken: takenAt }) }) as Omit<T, 'takenAt'> & {
    taken?: Exclude<T['takenAt'], undefined>;
  };

/** What a file says about itself, and what its folder proposes where it says nothing. */
export type Metadata = DeepReadonly<
  ReturnType<typeof withTaken<v.InferOutput<v.ObjectSchema<typeof metadataFields, undefined>>>>
>;
