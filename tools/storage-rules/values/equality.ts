import { isList, isMap, type SetValue, type Value } from './value.ts';

/**
 * `a == b`: values of different types differ, except that an int equals a float of the same value.
 * Inside lists and maps the types of numbers count (measured on the official runtime by hidane).
 */
export function equals(a: Value, b: Value): boolean {
  return sameNumber(a, b) ?? same(a, b, strictlyEquals);
}

/** Equality that distinguishes int and float, as in `in` and the methods of lists. */
export function strictlyEquals(a: Value, b: Value): boolean {
  return same(a, b, strictlyEquals);
}

/** Equality that compares numbers by value at any depth, as in sets and `diff()`. */
export function looselyEquals(a: Value, b: Value): boolean {
  return sameNumber(a, b) ?? same(a, b, looselyEquals);
}

/** Whether one of these items equals a value. */
export function holds(items: readonly Value[], value: Value, equal: (a: Value, b: Value) => boolean): boolean {
  return items.some((item) => equal(item, value));
}

/** Creates a set; of equal items the first is kept. */
export function setOf(items: readonly Value[]): SetValue {
  const distinct: Value[] = [];
  for (const item of items) if (!holds(distinct, item, looselyEquals)) distinct.push(item);
  return { kind: 'set', items: distinct };
}

function sameNumber(a: Value, b: Value): boolean | undefined {
  const mixed = typeof a === 'bigint' ? typeof b === 'number' : typeof a === 'number' && typeof b === 'bigint';
  return mixed ? Number(a) === Number(b) : undefined;
}

function same(a: Value, b: Value, inner: (a: Value, b: Value) => boolean): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (isList(a)) return isList(b) && sameItems(a, b, inner);
  if (isMap(a)) {
    if (!isMap(b) || a.size !== b.size) return false;
    return [...a].every(([key, value]) => {
      const other = b.get(key);
      return other !== undefined && inner(value, other);
    });
  }
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (isList(b) || isMap(b) || b instanceof Uint8Array) return false;
  switch (a.kind) {
    case 'set':
      return (
        b.kind === 'set' && a.items.length === b.items.length && a.items.every((x) => holds(b.items, x, looselyEquals))
      );
    case 'path':
      return b.kind === 'path' && sameItems(a.segments, b.segments, inner) && a.unbound.size + b.unbound.size === 0;
    case 'timestamp':
    case 'duration':
      return b.kind === a.kind && a.nanos === b.nanos;
    case 'latlng':
      return b.kind === 'latlng' && a.latitude === b.latitude && a.longitude === b.longitude;
    case 'map_diff':
      return false;
  }
}

function sameItems(a: readonly Value[], b: readonly Value[], inner: (a: Value, b: Value) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => inner(item, b[index] as Value));
}
