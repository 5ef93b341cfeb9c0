import { fail } from '../failure.ts';

/** A path: its segments, the values bound to its variables, and its unbound segments. */
export interface PathValue {
  kind: 'path';
  segments: readonly string[];
  bindings: ReadonlyMap<string, Value>;
  /** Names of unbound variables by segment index. */
  unbound: ReadonlyMap<number, string>;
}

/** The result of `diff()`: keys by kind of change. */
export interface MapDiffValue {
  kind: 'map_diff';
  added: string[];
  removed: string[];
  changed: string[];
  unchanged: string[];
}

/** Distinct items in insertion order. */
export interface SetValue {
  kind: 'set';
  items: readonly Value[];
}

/** A time in nanoseconds since 1970-01-01T00:00:00Z. */
export interface TimestampValue {
  kind: 'timestamp';
  nanos: bigint;
}

/** A duration in nanoseconds. */
export interface DurationValue {
  kind: 'duration';
  nanos: bigint;
}

/** A point on the Earth in degrees. */
export interface LatLngValue {
  kind: 'latlng';
  latitude: number;
  longitude: number;
}

/** A value of the rules language: ints are bigint, floats number, lists arrays, maps Map, bytes Uint8Array. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | readonly Value[]
  | MapValue
  | SetValue
  | MapDiffValue
  | PathValue
  | TimestampValue
  | DurationValue
  | LatLngValue;

/** A map with string keys. */
export type MapValue = ReadonlyMap<string, Value>;

/** The type names allowed after `is`. */
export const TYPE_NAMES = [
  'null',
  'bool',
  'int',
  'float',
  'number',
  'string',
  'bytes',
  'list',
  'map',
  'set',
  'map_diff',
  'path',
  'timestamp',
  'duration',
  'latlng',
] as const;

/** The specific type of a value; never `number`. */
export type TypeName = Exclude<(typeof TYPE_NAMES)[number], 'number'>;

/** The name of a value's type. */
export function typeOf(value: Value): TypeName {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'string':
      return 'string';
    default:
      if (isList(value)) return 'list';
      if (value instanceof Uint8Array) return 'bytes';
      return 'kind' in value ? value.kind : 'map';
  }
}

/** Whether `value is type` holds. */
export function isOfType(value: Value, type: string): boolean {
  const own = typeOf(value);
  return type === 'number' ? own === 'int' || own === 'float' : own === type;
}

/** Whether a value is a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is a map. */
export function isMap(value: Value): value is MapValue {
  return value instanceof Map;
}

/** Creates a path without bound variables. */
export function pathOf(segments: readonly string[]): PathValue {
  return { kind: 'path', segments, bindings: new Map(), unbound: new Map() };
}

/** The segments of a path; an evaluation error if variables are unbound. */
export function segmentsOf(path: PathValue): readonly string[] {
  for (const name of path.unbound.values()) fail(`variable ${name} of this path is not bound`);
  return path.segments;
}

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;

/** Returns an int that fits into 64 bits; otherwise an evaluation error. */
export function int(value: bigint): bigint {
  return value < INT_MIN || value > INT_MAX ? fail(`${value} does not fit into an int of 64 bits`) : value;
}

/** Converts a float to an int like Java's cast: toward zero, clamped, NaN as 0. */
export function intOfFloat(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return INT_MAX;
  return value <= -(2 ** 63) ? INT_MIN : BigInt(Math.trunc(value));
}

const FIRST_MOMENT = -62_135_596_800_000_000_000n;
const LAST_MOMENT = 253_402_300_799_999_999_999n;
const LONGEST = 315_576_000_000n * 1_000_000_000n;

/** Creates a timestamp in the years 1 to 9999; otherwise an evaluation error. */
export function timestamp(nanos: bigint): TimestampValue {
  if (nanos < FIRST_MOMENT || nanos > LAST_MOMENT) fail('a timestamp is of the years 1 to 9999');
  return { kind: 'timestamp', nanos };
}

/** Creates a duration of at most 10,000 years; otherwise an evaluation error. */
export function duration(nanos: bigint): DurationValue {
  if (nanos > LONGEST || nanos < -LONGEST) fail('a duration is at most 10,000 years long');
  return { kind: 'duration', nanos };
}
