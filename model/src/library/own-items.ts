import * as v from 'valibot';
import { parse } from '../schema.ts';
import { isItemId, type ItemId } from '../ids.ts';

const documentSchema = v.object({ items: v.exactOptional(v.record(v.string(), v.unknown()), {}) });

/**
 * Reads a document in which a person keeps a value for each of some items, without the invalid ones; throws BadDocument if it has no map of them.
 */
export function readOwnItems<Schema extends v.GenericSchema>(
  what: string,
  schema: Schema,
  value: unknown,
): Readonly<Record<ItemId, v.InferOutput<Schema>>> {
  const { items } = parse(what, documentSchema, value);
  return Object.fromEntries(Object.entries(items).filter(([item, one]) => isItemId(item) && v.is(schema, one)));
}
