import { fail } from '../failure.ts';
import { holds, looselyEquals, setOf, strictlyEquals } from '../values/equality.ts';
import { toText } from '../values/text.ts';
import { isMap, typeOf, type MapDiffValue, type MapValue, type SetValue, type Value } from '../values/value.ts';
import type { Builtins } from './builtin.ts';

type List = readonly Value[];

/** Methods of rules.List. */
export const LIST_METHODS: Builtins = {
  size: { takes: ['list'], run: (list: List) => BigInt(list.length) },
  concat: { takes: ['list', 'list'], run: (list: List, other: List) => [...list, ...other] },
  hasAll: {
    takes: ['list', 'list'],
    run: (list: List, other: List) => other.every((item) => holds(list, item, strictlyEquals)),
  },
  hasAny: {
    takes: ['list', 'list'],
    run: (list: List, other: List) => other.some((item) => holds(list, item, strictlyEquals)),
  },
  hasOnly: {
    takes: ['list', 'list'],
    run: (list: List, other: List) => list.every((item) => holds(other, item, strictlyEquals)),
  },
  join: { takes: ['list', 'string'], run: (list: List, separator: string) => list.map(toText).join(separator) },
  removeAll: {
    takes: ['list', 'list'],
    run: (list: List, other: List) => list.filter((item) => !holds(other, item, strictlyEquals)),
  },
  toSet: { takes: ['list'], run: (list: List) => setOf(list) },
};

const itemsOf = (collection: List | SetValue): List => ('items' in collection ? collection.items : collection);

/** Methods of rules.Set. */
export const SET_METHODS: Builtins = {
  size: { takes: ['set'], run: (set: SetValue) => BigInt(set.items.length) },
  hasAll: {
    takes: ['set', 'set|list'],
    run: (set: SetValue, other: List | SetValue) =>
      itemsOf(other).every((item) => holds(set.items, item, looselyEquals)),
  },
  hasAny: {
    takes: ['set', 'set|list'],
    run: (set: SetValue, other: List | SetValue) =>
      itemsOf(other).some((item) => holds(set.items, item, looselyEquals)),
  },
  hasOnly: {
    takes: ['set', 'set|list'],
    run: (set: SetValue, other: List | SetValue) =>
      set.items.every((item) => holds(itemsOf(other), item, looselyEquals)),
  },
  difference: {
    takes: ['set', 'set'],
    run: (set: SetValue, other: SetValue) =>
      setOf(set.items.filter((item) => !holds(other.items, item, looselyEquals))),
  },
  intersection: {
    takes: ['set', 'set'],
    run: (set: SetValue, other: SetValue) => setOf(set.items.filter((item) => holds(other.items, item, looselyEquals))),
  },
  union: {
    takes: ['set', 'set'],
    run: (set: SetValue, other: SetValue) => setOf([...set.items, ...other.items]),
  },
};

/** Keys in the order of `keys()` and `values()`. */
function sortedKeys(map: MapValue): string[] {
  return [...map.keys()].sort();
}

/** Methods of rules.Map. */
export const MAP_METHODS: Builtins = {
  size: { takes: ['map'], run: (map: MapValue) => BigInt(map.size) },
  keys: { takes: ['map'], run: (map: MapValue) => sortedKeys(map) },
  values: { takes: ['map'], run: (map: MapValue) => sortedKeys(map).map((key) => map.get(key) as Value) },
  get: { takes: ['map', 'string|list', 'any'], run: lookUp },
  diff: { takes: ['map', 'map'], run: diff },
};

function lookUp(map: MapValue, key: string | List, otherwise: Value): Value {
  let current: Value = map;
  for (const step of typeof key === 'string' ? [key] : key) {
    if (typeof step !== 'string') return fail(`a key is a string, not a ${typeOf(step)}`);
    if (!isMap(current) || !current.has(step)) return otherwise;
    current = current.get(step) as Value;
  }
  return current;
}

function diff(map: MapValue, other: MapValue): MapDiffValue {
  const result: MapDiffValue = { kind: 'map_diff', added: [], removed: [], changed: [], unchanged: [] };
  for (const [key, value] of map) {
    const before = other.get(key);
    if (before === undefined) result.added.push(key);
    else (looselyEquals(value, before) ? result.unchanged : result.changed).push(key);
  }
  result.removed.push(...[...other.keys()].filter((key) => !map.has(key)));
  return result;
}

/** Methods of rules.MapDiff. */
export const MAP_DIFF_METHODS: Builtins = {
  addedKeys: { takes: ['map_diff'], run: (diff: MapDiffValue) => setOf(diff.added) },
  removedKeys: { takes: ['map_diff'], run: (diff: MapDiffValue) => setOf(diff.removed) },
  changedKeys: { takes: ['map_diff'], run: (diff: MapDiffValue) => setOf(diff.changed) },
  unchangedKeys: { takes: ['map_diff'], run: (diff: MapDiffValue) => setOf(diff.unchanged) },
  affectedKeys: {
    takes: ['map_diff'],
    run: (diff: MapDiffValue) => setOf([...diff.added, ...diff.removed, ...diff.changed]),
  },
};
