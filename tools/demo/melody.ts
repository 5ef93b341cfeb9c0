import { chanceOf } from './draw/random.ts';

/** Samples per second. */
export const SAMPLE_RATE = 44_100;

const BEAT_S = 20 / 24;
const [D, E, G, A, B] = [293.66, 329.63, 392.0, 440.0, 493.88];

/** The first eight bars of Arirang (traditional): pitch in hertz, length in beats. */
const TUNE: readonly (readonly [hertz: number, beats: number])[] = [
  [D, 1.5],
  [E, 0.5],
  [D, 0.5],
  [E, 0.5],
  [G, 1.5],
  [A, 0.5],
  [G, 0.5],
  [A, 0.5],
  [B, 1],
  [A, 0.5],
  [G, 0.5],
  [E, 0.5],
  [D, 0.5],
  [D, 1.5],
  [E, 0.5],
  [D, 0.5],
  [E, 0.5],
  [G, 1.5],
  [A, 0.5],
  [G, 0.5],
  [A, 0.5],
  [B, 0.5],
  [A, 0.5],
  [G, 0.5],
  [E, 0.5],
  [D, 0.5],
  [E, 0.5],
  [G, 1.5],
  [A, 0.5],
  [G, 1],
  [G, 3],
];

/** Adds a plucked string (Karplus and Strong, 1983) to `to`, starting at second `at`. */
function pluck(to: Float32Array, at: number, hertz: number, seconds: number, loud: number, seed: number): void {
  const chance = chanceOf(seed);
  const period = Math.round(SAMPLE_RATE / hertz);
  const string = Float32Array.from({ length: period }, () => chance.between(-1, 1));
  const from = Math.floor(at * SAMPLE_RATE);
  const length = Math.min(to.length - from, Math.floor(seconds * SAMPLE_RATE));
  for (let i = 0; i < length; i++) {
    const now = i % period;
    const value = string[now] ?? 0;
    string[now] = 0.4985 * (value + (string[(now + 1) % period] ?? 0));
    const fade = Math.min(1, i / 60, (length - i) / 4000);
    to[from + i] = (to[from + i] ?? 0) + value * loud * fade;
  }
}

/** Renders the melody, as long as the demo video: mono, -1 to 1, with a low string on each bar and an echo. */
export function melody(): Float32Array {
  const samples = new Float32Array(Math.round(24 * BEAT_S * SAMPLE_RATE));
  let beat = 0;
  for (const [i, [hertz, beats]] of TUNE.entries()) {
    pluck(samples, beat * BEAT_S, hertz, 2.6, 0.34, i + 1);
    if (beat % 3 === 0) pluck(samples, beat * BEAT_S, (beat % 6 === 0 ? G : D) / 2, 3.4, 0.2, i + 500);
    beat += beats;
  }
  const delay = Math.round(0.31 * SAMPLE_RATE);
  for (let i = delay; i < samples.length; i++) samples[i] = (samples[i] ?? 0) + (samples[i - delay] ?? 0) * 0.22;
  return samples;
}

/** Samples as a WAV file: 16 bit, mono. */
export function wav(samples: Float32Array): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  for (const [i, value] of samples.entries())
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), i * 2);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(SAMPLE_RATE, 24);
  head.writeUInt32LE(SAMPLE_RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
