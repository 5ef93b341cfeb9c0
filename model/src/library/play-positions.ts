import * as v from 'valibot';
import type { ItemId } from '../ids.ts';
import type { DocumentOf } from '../schema.ts';
import { readOwnItems } from './own-items.ts';

const positionSchema = v.object({
  /** Seconds from the start. */
  at: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** When it was saved, by the device's clock, ms since 1970. The oldest ones make room for new ones. */
  changed: v.pipe(v.number(), v.finite()),
});

/** Where a person stopped in a video or a sound. */
export type PlayPosition = DocumentOf<typeof positionSchema>;

/** One person's positions in one library, by item: `users/{uid}/playPositions/{L}`, read and written by that person only. */
export type PlayPositions = Readonly<Record<ItemId, PlayPosition>>;

/** Reads the document of a person's positions without those that are invalid; throws BadDocument if it has no map of them. */
export const readPlayPositions = (value: unknown): PlayPositions =>
  readOwnItems('play positions', positionSchema, value);
