/** Ratios beyond these are laid out as these. */
const [MIN, MAX] = [1 / 4, 4];
const STEPS = 252;
/** The first character: `0`. */
const BASE = 0x30;

/** Encodes a ratio (width / height) as one character, to within 0.6 % between 1:4 and 4:1. */
export function encodeRatio(ratio: number): string {
  const clamped = Math.min(MAX, Math.max(MIN, ratio));
  return String.fromCharCode(BASE + Math.round((Math.log(clamped / MIN) / Math.log(MAX / MIN)) * STEPS));
}

/** Decodes the ratios of a sheet into `ratios`, from index `at` on. */
export function decodeRatios(text: string, ratios: Float32Array, at: number): void {
  for (let i = 0; i < text.length; i++) ratios[at + i] = DECODED[text.charCodeAt(i) - BASE] ?? 1;
}

const DECODED = Array.from({ length: STEPS + 1 }, (_, step) => MIN * (MAX / MIN) ** (step / STEPS));
