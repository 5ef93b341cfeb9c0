import { fail } from '../failure.ts';
import { isList, isMap, pathOf, segmentsOf, typeOf, type Value } from './value.ts';

/** `object.field` */
export function fieldOf(object: Value, field: string): Value {
  if (object === null) return fail(`null has no field ${field}`);
  if (isMap(object)) return object.get(field) ?? absent(object, field);
  if (typeof object === 'object' && 'kind' in object && object.kind === 'path') {
    return object.bindings.get(field) ?? fail(`the path binds no ${field}`);
  }
  return fail(`a ${typeOf(object)} has no field ${field}`);
}

function absent(map: ReadonlyMap<string, Value>, key: string): Value {
  return map.has(key) ? null : fail(`the map has no key ${JSON.stringify(key)}`);
}

/** `object[index]` */
export function indexOf(object: Value, index: Value): Value {
  if (object === null) return fail('null has no index');
  if (typeof index === 'string') {
    if (isMap(object) || typeOf(object) === 'path') return fieldOf(object, index);
    return fail(`a ${typeOf(object)} is not indexed by a string`);
  }
  if (typeof index !== 'bigint') return fail(`a ${typeOf(object)} is not indexed by a ${typeOf(index)}`);
  const items = sequence(object);
  if (index < 0n || index >= BigInt(items.length)) return fail(`index ${index} is outside of 0 to ${items.length - 1}`);
  const at = Number(index);
  return typeof items === 'string' ? items.charAt(at) : (items[at] as Value);
}

/**
 * `object[start:end]`, from 0 and to the end if not given, `end` not included; the start and the place before the end must exist
 * (measured on the official runtime by hidane).
 */
export function rangeOf(object: Value, start: Value | undefined, end: Value | undefined): Value {
  if (object === null) return fail('null has no range');
  const items = sequence(object);
  const size = BigInt(items.length);
  const from = start === undefined ? 0n : start;
  const to = end === undefined ? size : end;
  if (typeof from !== 'bigint' || typeof to !== 'bigint') return fail('a range takes two ints');
  if (from < 0n || from >= size || to < 1n || to > size || from > to) {
    return fail(`the range [${from}:${to}] is outside of 0 to ${size}`);
  }
  const part = items.slice(Number(from), Number(to));
  return typeOf(object) === 'path' ? pathOf(part as readonly string[]) : part;
}

function sequence(object: Value): string | readonly Value[] {
  if (typeof object === 'string' || isList(object)) return object;
  if (typeof object === 'object' && object !== null && 'kind' in object && object.kind === 'path')
    return segmentsOf(object);
  return fail(`a ${typeOf(object)} has no positions`);
}
