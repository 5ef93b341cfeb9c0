import { compact, type Reader } from '../read.ts';
import { readCaptureDate, type CaptureDate } from './capture-date.ts';

/** A point on the earth. */
export interface Coordinates {
  /** Degrees north, -90 to 90. */
  readonly latitude: number;
  /** Degrees east, -180 to 180. */
  readonly longitude: number;
  /** Metres above the sea. */
  readonly altitude?: number;
}

/** What a picture says about itself, and what its folder proposes where it says nothing. */
export interface Metadata {
  readonly taken?: CaptureDate;
  /** When a scan or a captured tape became a file: never when it was taken. */
  readonly digitisedAt?: CaptureDate;
  readonly place?: Coordinates;
  /** A place by its name, proposed by the words of the folder. */
  readonly placeName?: string;
  /** Maker and model, once: `NIKON D90`. */
  readonly camera?: string;
  readonly caption?: string;
  /** The names of people in it, as other programs wrote them down. */
  readonly people?: readonly string[];
}

const isText = (value: unknown): value is string => typeof value === 'string';

function readPlace(r: Reader): Coordinates {
  const latitude = r.number('latitude');
  const longitude = r.number('longitude');
  if (Math.abs(latitude) > 90) r.bad('latitude');
  if (Math.abs(longitude) > 180) r.bad('longitude');
  return compact({ latitude, longitude, altitude: r.maybe('altitude', r.number) });
}

/** Reads these fields of an item's document; throws BadDocument. */
export function readMetadata(r: Reader): Metadata {
  return compact({
    taken: r.maybe('takenAt', (field) => readCaptureDate(r.within(field))),
    digitisedAt: r.maybe('digitisedAt', (field) => readCaptureDate(r.within(field))),
    place: r.maybe('place', (field) => readPlace(r.within(field))),
    placeName: r.maybe('placeName', r.text),
    camera: r.maybe('camera', r.text),
    caption: r.maybe('caption', r.text),
    people: r.maybe('people', (field) => r.list(field, isText)),
  });
}
