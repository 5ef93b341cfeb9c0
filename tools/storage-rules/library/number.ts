import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { fail } from '../failure.ts';
import { toText } from '../values/text.ts';
import { int, intOfFloat, pathOf, type LatLngValue, type PathValue, type Value } from '../values/value.ts';
import type { Builtins } from './builtin.ts';

type Numeric = bigint | number;

/** Converts a rounded float to an int; NaN, infinity and overflow are evaluation errors. */
function whole(value: number): bigint {
  return Number.isFinite(value) ? int(BigInt(value)) : fail(`${value} has no nearest int`);
}

/** Functions of rules.math. */
export const MATH_FUNCTIONS: Builtins = {
  abs: {
    takes: ['number'],
    run: (value: Numeric) => (typeof value === 'number' ? Math.abs(value) : int(value < 0n ? -value : value)),
  },
  ceil: { takes: ['number'], run: (value: Numeric) => (typeof value === 'bigint' ? value : whole(Math.ceil(value))) },
  floor: { takes: ['number'], run: (value: Numeric) => (typeof value === 'bigint' ? value : whole(Math.floor(value))) },
  round: { takes: ['number'], run: (value: Numeric) => (typeof value === 'bigint' ? value : whole(Math.round(value))) },
  isInfinite: {
    takes: ['number'],
    run: (value: Numeric) => typeof value === 'number' && (value === Infinity || value === -Infinity),
  },
  isNaN: { takes: ['number'], run: (value: Numeric) => Number.isNaN(value) },
  pow: { takes: ['number', 'number'], run: (base: Numeric, exponent: Numeric) => Number(base) ** Number(exponent) },
  sqrt: { takes: ['number'], run: (value: Numeric) => Math.sqrt(Number(value)) },
};

const bytesOf = (data: string | Uint8Array) => (typeof data === 'string' ? new TextEncoder().encode(data) : data);

/** The four bytes of a checksum, little-endian (measured by hidane). */
function checksum(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** CRC-32C (Castagnoli), RFC 3720 appendix B.4. */
function crc32c(data: Uint8Array): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}

const digest = (algorithm: string, data: string | Uint8Array) =>
  new Uint8Array(createHash(algorithm).update(bytesOf(data)).digest());
const HASHES = ['bytes|string'];

/** Functions of rules.hashing; strings are hashed as UTF-8. */
export const HASHING_FUNCTIONS: Builtins = {
  crc32: { takes: HASHES, run: (data: string | Uint8Array) => checksum(crc32(bytesOf(data))) },
  crc32c: { takes: HASHES, run: (data: string | Uint8Array) => checksum(crc32c(bytesOf(data))) },
  md5: { takes: HASHES, run: (data: string | Uint8Array) => digest('md5', data) },
  sha256: { takes: HASHES, run: (data: string | Uint8Array) => digest('sha256', data) },
};

/** Methods of rules.Bytes: base64url with padding, hex in upper case. */
export const BYTES_METHODS: Builtins = {
  size: { takes: ['bytes'], run: (bytes: Uint8Array) => BigInt(bytes.length) },
  toBase64: {
    takes: ['bytes'],
    run: (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  },
  toHexString: { takes: ['bytes'], run: (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase() },
};

/** The Earth's mean radius in meters, as in the official runtime (measured by hidane). */
const EARTH_RADIUS = 6_371_009;

/** Functions of rules.latlng. */
export const LATLNG_FUNCTIONS: Builtins = {
  value: {
    takes: ['number', 'number'],
    run: (lat: Numeric, lng: Numeric) => {
      const [latitude, longitude] = [Number(lat), Number(lng)];
      const inside = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
      return inside ? { kind: 'latlng', latitude, longitude } : fail(`there is no point (${latitude}, ${longitude})`);
    },
  },
};

/** Methods of rules.LatLng. */
export const LATLNG_METHODS: Builtins = {
  latitude: { takes: ['latlng'], run: (point: LatLngValue) => point.latitude },
  longitude: { takes: ['latlng'], run: (point: LatLngValue) => point.longitude },
  distance: { takes: ['latlng', 'latlng'], run: distance },
};

/** Great-circle distance in meters by the haversine formula. */
function distance(a: LatLngValue, b: LatLngValue): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const dLat = radians(b.latitude - a.latitude) / 2;
  const dLng = radians(b.longitude - a.longitude) / 2;
  const h = Math.sin(dLat) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLng) ** 2;
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(h));
}

const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Conversion functions, without a namespace. */
export const CONVERSIONS: Builtins = {
  int: {
    takes: ['int|float|string'],
    run: (value: Numeric | string) => {
      if (typeof value === 'bigint') return value;
      if (typeof value === 'number') return intOfFloat(value);
      return /^[+-]?\d+$/.test(value)
        ? int(BigInt(value.replace('+', '')))
        : fail(`${JSON.stringify(value)} is no int`);
    },
  },
  float: {
    takes: ['int|float|string'],
    run: (value: Numeric | string) => {
      if (typeof value !== 'string') return Number(value);
      return FLOAT.test(value) ? Number(value) : fail(`${JSON.stringify(value)} is no float`);
    },
  },
  string: { takes: ['bool|int|float|null|string|path'], run: (value: Value) => toText(value) },
  path: { takes: ['string'], run: (text: string) => toPath(text) },
};

/** Parses a path, with or without its first slash. */
function toPath(text: string): PathValue {
  const segments = text.replace(/^\//, '').split('/');
  if (segments.some((segment) => segment === '')) fail(`${JSON.stringify(text)} is no path`);
  return pathOf(segments);
}
