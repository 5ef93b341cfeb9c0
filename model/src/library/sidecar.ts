import * as v from 'valibot';
import { MAX_CAPTION, MAX_DATE_TEXT, MAX_NAME, MAX_PEOPLE } from '../limits.ts';
import { coordinates, type Coordinates } from '../media/metadata.ts';
import type { XmpFields } from '../media/xmp.ts';
import { cut } from './name.ts';
import { number, type DocumentOf } from '../schema.ts';
import type { TakeoutItem } from '../takeout/takeout-json.ts';

/** The schema of what another program knew about an item. Its fields are all optional; the security rules limit them. */
export const sidecarSchema = v.object({
  /** The instant at which it was taken, ms since 1970; in which time zone is not known. */
  takenAt: v.exactOptional(number),
  /** The same as XMP writes it: a local time, with its offset if that is known, or only a day, a month or a year. */
  date: v.exactOptional(v.string()),
  caption: v.exactOptional(v.string()),
  place: v.exactOptional(coordinates),
  /** Names of the people shown. */
  people: v.exactOptional(v.array(v.string())),
});

/** What another program, such as Google Photos, knew about an item when it was added: beside the file, not in it. */
export type Sidecar = DocumentOf<typeof sidecarSchema>;

interface Described {
  readonly description?: string | undefined;
  readonly place?: Coordinates | undefined;
  readonly people?: readonly string[];
}

/** What a program wrote about an item, cut to the limits. */
export function sidecarOf({ description = '', place, people = [] }: Described): Sidecar {
  const caption = cut(description.normalize('NFC').trim(), MAX_CAPTION);
  const names = people.map((name) => cut(name.normalize('NFC').trim(), MAX_NAME)).filter((name) => name !== '');
  return {
    ...(caption !== '' && { caption }),
    ...(place && { place }),
    ...(names.length > 0 && { people: [...new Set(names)].slice(0, MAX_PEOPLE) }),
  };
}

/** Google Photos gives a file without any date that of its upload. A phone needs longer to upload what it has just taken, in ms. */
const AT_UPLOAD_MS = 2000;

/** The sidecar of an item of a Google Photos export. A date that is only that of its upload is omitted. */
export function sidecarOfTakeout({ takenAt, uploadedAt, ...item }: TakeoutItem): Sidecar {
  const isUpload = uploadedAt !== undefined && Math.abs(takenAt - uploadedAt) <= AT_UPLOAD_MS;
  return { ...(!isUpload && { takenAt }), ...sidecarOf(item) };
}

/**
 * The sidecar that an XMP packet beside a file is. Not its rating, nor when the file was digitized. A title is worth a caption only where there is no
 * description.
 */
export function sidecarOfXmp({ first, place, people }: XmpFields): Sidecar {
  const date = first('exif:DateTimeOriginal', 'photoshop:DateCreated');
  const isPlace = v.is(coordinates, place) && (place.latitude !== 0 || place.longitude !== 0);
  return {
    ...(date !== undefined && date.length <= MAX_DATE_TEXT && { date }),
    ...sidecarOf({
      description: first('dc:description', 'dc:title'),
      ...(isPlace && { place }),
      people,
    }),
  };
}
