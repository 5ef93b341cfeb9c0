import * as v from 'valibot';
import { isItemId } from '../ids.ts';
import { readEntry } from '../library/entry.ts';
import { instant, parse } from '../schema.ts';
import type { Change } from './apply.ts';
import { parseTombstoneId } from './order.ts';

/** A change, and when it was committed, ms since 1970. */
export type TimedChange = Change & { readonly changed: number };

const changedSchema = v.object({ changed: instant });

/** The change that a document in an album's entries stands for, an entry or a tombstone; undefined for any other id. Throws BadDocument. */
export function readChange(id: string, value: unknown): TimedChange | undefined {
  const changed = () => parse('entry', changedSchema, value).changed;
  if (isItemId(id)) return { item: id, entry: readEntry(value), changed: changed() };
  const tombstone = parseTombstoneId(id);
  return tombstone && { item: tombstone.item, removedFrom: tombstone.sortKey, changed: changed() };
}
