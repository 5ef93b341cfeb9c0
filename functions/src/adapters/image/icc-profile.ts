/**
 * The color space that an ICC profile (ICC.1:2022) describes: `srgb` needs no profile; `p3` is Display P3, as most phones write;
 * `wide` is other RGB that exceeds sRGB (Adobe RGB, ProPhoto); `other` is anything else.
 */
export type ColorSpace = 'srgb' | 'p3' | 'wide' | 'other';

type Triple = readonly [number, number, number];

// Primaries in XYZ under D50, as version 2 and 4 profiles store them (IEC 61966-2-1; Display P3 as defined by Apple).
const SRGB: readonly Triple[] = [
  [0.4361, 0.2225, 0.0139],
  [0.3851, 0.7169, 0.0971],
  [0.1431, 0.0606, 0.7141],
];
const P3: readonly Triple[] = [
  [0.5151, 0.2412, -0.0011],
  [0.292, 0.6922, 0.0419],
  [0.1571, 0.0666, 0.7841],
];
// XYZ (D50) to linear sRGB.
const TO_SRGB: readonly Triple[] = [
  [3.1339, -1.6169, -0.4906],
  [-0.9788, 1.9161, 0.0335],
  [0.0719, -0.229, 1.4052],
];
const PRIMARIES = ['r', 'g', 'b'] as const;
/** Real profiles have up to about 30 tags; a malicious one has thousands. */
const MAX_TAGS = 100;

/** The content of a tag, starting with its type signature, or undefined. */
function tagOf(icc: Buffer, signature: string): Buffer | undefined {
  const count = Math.min(icc.readUInt32BE(128), MAX_TAGS);
  for (let at = 132; at < 132 + count * 12; at += 12) {
    if (icc.toString('latin1', at, at + 4) !== signature) continue;
    const start = icc.readUInt32BE(at + 4);
    return icc.subarray(start, start + icc.readUInt32BE(at + 8));
  }
  return undefined;
}

const fixed = (of: Buffer, at: number): number => of.readInt32BE(at) / 65_536;

const xyzOf = (tag: Buffer): Triple => [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)];

/** Evaluates a parametric curve (`para`, section 10.18) at x; parameters g a b c d e f. */
function parametric(tag: Buffer, x: number): number {
  const kind = tag.readUInt16BE(8);
  const p = (n: number): number => fixed(tag, 12 + 4 * n);
  if (kind === 0) return x ** p(0);
  const [linear, from] = kind === 3 || kind === 4 ? [p(3) * x, p(4)] : [0, -p(2) / p(1)];
  const [low, high] = kind === 4 ? [p(6), p(5)] : kind === 2 ? [p(3), p(3)] : [0, 0];
  return x >= from ? (p(1) * x + p(2)) ** p(0) + high : linear + low;
}

/** Evaluates a tone curve at x in 0..1: linear light for an encoded value. */
function evaluateCurve(tag: Buffer, x: number): number {
  if (tag.toString('latin1', 0, 4) === 'para') return parametric(tag, x);
  const count = tag.readUInt32BE(8);
  if (count === 0) return x;
  if (count === 1) return x ** (tag.readUInt16BE(12) / 256);
  const [at, part] = [Math.floor(x * (count - 1)), (x * (count - 1)) % 1];
  const value = (n: number): number => tag.readUInt16BE(12 + 2 * Math.min(n, count - 1)) / 65_535;
  return value(at) * (1 - part) + value(at + 1) * part;
}

const srgbCurve = (x: number): number => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);

const isNearDuplicate = (a: readonly Triple[], b: readonly Triple[]): boolean =>
  a.every((one, i) => one.every((value, k) => Math.abs(value - (b[i]?.[k] ?? 0)) < 0.003));

/** Whether a primary is outside the sRGB gamut. */
const isOutsideSrgb = (xyz: Triple): boolean =>
  TO_SRGB.some((row) => row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2] < -0.02);

function read(icc: Buffer): ColorSpace {
  // Lookup-table profiles are left to the color engine.
  if (icc.toString('latin1', 16, 20) !== 'RGB ' || tagOf(icc, 'A2B0')) return 'other';
  const columns = PRIMARIES.map((name) => tagOf(icc, `${name}XYZ`));
  const curves = PRIMARIES.map((name) => tagOf(icc, `${name}TRC`));
  const primaries = columns.map((tag) => (tag ? xyzOf(tag) : undefined));
  const [red, green, blue] = primaries;
  if (!red || !green || !blue) return 'other';
  const all = [red, green, blue];
  const hasSrgbCurves = curves.every(
    (tag) => tag && [0.05, 0.1, 0.25, 0.5, 0.75].every((x) => Math.abs(evaluateCurve(tag, x) - srgbCurve(x)) < 0.002),
  );
  if (hasSrgbCurves && isNearDuplicate(all, SRGB)) return 'srgb';
  if (hasSrgbCurves && isNearDuplicate(all, P3)) return 'p3';
  return all.some(isOutsideSrgb) ? 'wide' : 'other';
}

/** The color space of a profile; `other` if it cannot be read. */
export function colorSpaceOf(icc: Buffer): ColorSpace {
  try {
    return read(icc);
  } catch {
    return 'other';
  }
}
