import { fail } from '../failure.ts';
import { segmentsOf, typeOf, type Value } from './value.ts';

/** Converts a value as `string()` does; an evaluation error for types that the reference does not list. */
export function toText(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'object' && 'kind' in value && value.kind === 'path') {
    return `/${segmentsOf(value).join('/')}`;
  }
  return fail(`string() does not take a ${typeOf(value)}`);
}

/** Formats a float as Java does: `2.0`, `0.001`, `1.0E7`. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) {
    const plain = String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** Formats a value for messages. */
export function show(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return toText(value);
  if (value instanceof Uint8Array) return `b'${Buffer.from(value).toString('hex')}'`;
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(show).join(', ')}]`;
  if (value instanceof Map)
    return `{${[...(value as ReadonlyMap<string, Value>)].map(([k, v]) => `${k}: ${show(v)}`).join(', ')}}`;
  if ('kind' in value) {
    switch (value.kind) {
      case 'set':
        return `set ${show(value.items)}`;
      case 'path':
        return `/${value.segments.join('/')}`;
      case 'timestamp':
        return new Date(Number(value.nanos / 1_000_000n)).toISOString();
      case 'duration':
        return `${value.nanos} ns`;
      case 'latlng':
        return `(${value.latitude}, ${value.longitude})`;
      case 'map_diff':
        return `diff +[${value.added.join()}] -[${value.removed.join()}] ~[${value.changed.join()}]`;
    }
  }
  return '?';
}
