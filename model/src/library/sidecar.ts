import * as v from 'valibot';
import { MAX_CAPTION, MAX_NAME, MAX_PEOPLE } from '../limits.ts';
import { coordinates } from '../media/metadata.ts';
import { cut } from './name.ts';
import { number, type DocumentOf } from '../schema.ts';
import type { TakeoutItem } from '../takeout/takeout-json.ts';

/** The schema of what another program knew about an item. Its fields are all optional; the security rules limit them. */
export const sidecarSchema = v.object({
  /** The instant at which it was taken, ms since 1970; in which time zone is not known. */
  takenAt: v.exactOptional(number),
  caption: v.exactOptional(v.string()),
  place: v.exactOptional(coordinates),
  /** Names of the people shown. */
  people: v.exactOptional(v.array(v.string())),
});

/** What another program, such as Google Photos, knew about an item when it was added: beside the file, not in it. */
export type Sidecar = DocumentOf<typeof sidecarSchema>;

/** The sidecar of an item of a Google Photos export, cut to the limits. */
export function sidecarOfTakeout({ takenAt, description, place, people }: TakeoutItem): Sidecar {
  const caption = cut(description.normalize('NFC').trim(), MAX_CAPTION);
  const names = people.map((name) => cut(name.normalize('NFC').trim(), MAX_NAME)).filter((name) => name !== '');
  return {
    takenAt,
    ...(caption !== '' && { caption }),
    ...(place && { place }),
    ...(names.length > 0 && { people: names.slice(0, MAX_PEOPLE) }),
  };
}
