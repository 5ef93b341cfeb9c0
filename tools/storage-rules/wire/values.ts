import { pathOf, type MapValue, type Value } from '../values/value.ts';

type Json = Record<string, unknown>;

/** A message does not follow the protocol. */
export class WireError extends Error {}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WireError('an object was expected');
  return value as Json;
}

function array(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new WireError('a list was expected');
  return value;
}

function integer(value: unknown): bigint {
  if ((typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && /^-?\d+$/.test(value))) {
    return BigInt(value);
  }
  throw new WireError(`an int was expected, not ${JSON.stringify(value)}`);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new WireError('a string was expected');
  return value;
}

/** Parses an RFC 3339 time to nanoseconds since 1970. */
function nanosOf(value: unknown): bigint {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text(value));
  const millis = parts ? Date.parse(`${parts[1]}${parts[3]}`) : NaN;
  if (!parts || Number.isNaN(millis)) throw new WireError(`a time was expected, not ${JSON.stringify(value)}`);
  return BigInt(millis) * 1_000_000n + BigInt((parts[2] ?? '').padEnd(9, '0'));
}

function mapOf(fields: unknown, read: (value: unknown) => Value): MapValue {
  return new Map(Object.entries(object(fields ?? {})).map(([key, value]) => [key, read(value)]));
}

/** Decodes a value such as `{string_value: …}`, the form of `request` and `resource`. */
export function fromExpressionValue(value: unknown): Value {
  const [kind, content] = Object.entries(object(value))[0] ?? [];
  switch (kind) {
    case 'null_value':
      return null;
    case 'bool_value':
      return Boolean(content);
    case 'string_value':
      return text(content);
    case 'int_value':
      return integer(content);
    case 'float_value':
      return Number(content);
    case 'timestamp_value':
      return { kind: 'timestamp', nanos: nanosOf(content) };
    case 'list_value':
      return array(object(content)['values'] ?? []).map(fromExpressionValue);
    case 'set_value':
      return { kind: 'set', items: array(object(content)['values'] ?? []).map(fromExpressionValue) };
    case 'map_value':
      return mapOf(object(content)['fields'], fromExpressionValue);
    case 'path_value':
      return pathOf(array(object(content)['segments'] ?? []).map((segment) => text(object(segment)['simple'])));
    default:
      throw new WireError(`unknown kind of value ${JSON.stringify(kind)}`);
  }
}

/** Decodes a value such as `{stringValue: …}`, the form of fields in Firestore's REST API. */
function fromFirestoreValue(value: unknown): Value {
  const [kind, content] = Object.entries(object(value))[0] ?? [];
  switch (kind) {
    case 'nullValue':
      return null;
    case 'booleanValue':
      return Boolean(content);
    case 'stringValue':
      return text(content);
    case 'integerValue':
      return integer(content);
    case 'doubleValue':
      return Number(content);
    case 'timestampValue':
      return { kind: 'timestamp', nanos: nanosOf(content) };
    case 'bytesValue':
      return new Uint8Array(Buffer.from(text(content), 'base64'));
    case 'referenceValue':
      return pathOf(documentSegments(text(content)));
    case 'geoPointValue': {
      const point = object(content);
      return { kind: 'latlng', latitude: Number(point['latitude'] ?? 0), longitude: Number(point['longitude'] ?? 0) };
    }
    case 'arrayValue':
      return array(object(content)['values'] ?? []).map(fromFirestoreValue);
    case 'mapValue':
      return mapOf(object(content)['fields'], fromFirestoreValue);
    default:
      throw new WireError(`unknown kind of Firestore value ${JSON.stringify(kind)}`);
  }
}

/** `projects/P/databases/D/documents/…` without its project. */
function documentSegments(name: string): string[] {
  return name.split('/').slice(2);
}

/** The result of `firestore.get()` for a document `{name, fields}`: data, id and path. */
export function fromDocument(document: unknown): MapValue {
  const { name, fields } = object(document);
  const segments = documentSegments(text(name));
  return new Map<string, Value>([
    ['data', mapOf(fields, fromFirestoreValue)],
    ['id', segments.at(-1) ?? ''],
    ['__name__', pathOf(segments)],
  ]);
}
