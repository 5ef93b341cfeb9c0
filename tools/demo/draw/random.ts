import { randomFrom } from '../../../model/testing/random.ts';

/** Pseudo-random numbers from a seed. */
export interface Random {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  next: () => number;
  between: (from: number, to: number) => number;
  pick: <T>(from: readonly [T, ...T[]]) => T;
  /** Approximately normal: mean 0, standard deviation 1 (a sum of four). */
  bell: () => number;
}

/** Creates a generator. The same seed gives the same numbers on every machine. */
export function chanceOf(seed: number): Random {
  const next = randomFrom(seed);
  return {
    next,
    between: (from, to) => from + (to - from) * next(),
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
    bell: () => (next() + next() + next() + next() - 2) * 1.73,
  };
}

function cell(seed: number, x: number, y: number): number {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(seed, 2246822519);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

const ease = (t: number): number => t * t * (3 - 2 * t);

/** Smooth value noise over the plane, 0 to 1. */
export function noise(seed: number, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const u = ease(x - x0);
  const v = ease(y - y0);
  const top = cell(seed, x0, y0) * (1 - u) + cell(seed, x0 + 1, y0) * u;
  const low = cell(seed, x0, y0 + 1) * (1 - u) + cell(seed, x0 + 1, y0 + 1) * u;
  return top * (1 - v) + low * v;
}

/** Sums octaves of noise, each half as strong and twice as fine; 0 to 1. */
export function layers(seed: number, x: number, y: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  let scale = 1;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise(seed + i, x * scale, y * scale);
    total += weight;
    weight /= 2;
    scale *= 2.03;
  }
  return sum / total;
}

/** 0 below `from`, 1 above `to`, smooth between. */
export const ramp = (from: number, to: number, value: number): number =>
  ease(Math.min(1, Math.max(0, (value - from) / (to - from))));
