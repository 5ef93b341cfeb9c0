import { isUid, type CircleId, type Uid } from '../ids.ts';
import { Reader } from '../read.ts';

/** A named group of members, e.g. "mum's side": `libraries/{L}/circles/{C}`. */
export interface Circle {
  readonly name: string;
  readonly members: readonly Uid[];
}

/** The circles of a library by id. */
export type Circles = ReadonlyMap<CircleId, Circle>;

/** A circle from its document; throws BadDocument. */
export function readCircle(value: unknown): Circle {
  const r = new Reader('circle', value);
  return { name: r.text('name'), members: r.list('members', isUid) };
}
