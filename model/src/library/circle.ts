import * as v from 'valibot';
import { isUid, type CircleId } from '../ids.ts';
import { guarded, parse, type DocumentOf } from '../schema.ts';

const circleSchema = v.object({ name: v.string(), members: v.array(guarded(isUid)) });

/** A named group of members, e.g. "mum's side": `libraries/{L}/circles/{C}`. */
export type Circle = DocumentOf<typeof circleSchema>;

/** The circles of a library by id. */
export type Circles = ReadonlyMap<CircleId, Circle>;

/** Validates the document of a circle; throws BadDocument. */
export const readCircle = (value: unknown): Circle => parse('circle', circleSchema, value);
