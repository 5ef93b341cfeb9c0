import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { MEDIA } from '../../functions/testing/media.ts';
import { heicOf } from '../media/heic.ts';
import { syntheticPhoto, createTexture } from '../media/synthetic-photo.ts';
import { floor, heifFloor, immichInside, immichOutside, ours, perSize, type Renderer } from './renderers.ts';
import { median } from './median.ts';

const run = promisify(execFile);
const ROUNDS = 5;
const MADE = 100;
const SIZE = { width: 4000, height: 3000 };
/** 48 megapixels as in phones, and the maximum (`MAX_PIXELS`). */
const LARGE = { width: 8064, height: 6048 };
const LARGEST = { width: 16_320, height: 12_240 };
const HEIC = join(MEDIA, 'phones/iphone-IMG_2682.heic');

const WAYS = { ours, floor, immichInside, immichOutside, perSize } satisfies Record<string, Renderer>;
type Way = keyof typeof WAYS;
type Times = Record<'ms' | 'cpuMs', number[]>;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/**
 * The ways of one round. Rounds start with different ways and use different strides, so that every way follows every other: what one leaves
 * behind would otherwise always affect the same one.
 */
function turns(names: readonly string[], round: number): string[] {
  const step = 1 + (round % (names.length - 1));
  return names.map((_, i) => names[(round + i * step) % names.length] ?? '');
}

/** Measures all ways with one photo in turns, so that other load affects all alike. */
async function measureAlternately(
  ways: Record<string, Renderer>,
  file: string,
  rounds: number,
): Promise<Record<string, Times>> {
  const names = Object.keys(ways);
  const times = Object.fromEntries(names.map((name): [string, Times] => [name, { ms: [], cpuMs: [] }]));
  for (let at = 0; at < rounds; at += 1)
    for (const name of turns(names, at)) {
      // Most of what a way leaves behind is garbage, which is collected at the next yield of Node's main thread.
      collect();
      const took = await ways[name]?.(file);
      if (!took) continue;
      times[name]?.ms.push(took.ms);
      times[name]?.cpuMs.push(took.cpuMs);
    }
  return times;
}

/** The photographs of ../shared/media/text, and an endless series of generated ones. */
async function* photos(folder: string, made: number): AsyncGenerator<string> {
  const text = join(MEDIA, 'text');
  if (existsSync(text)) for (const name of await readdir(text)) yield join(text, name);
  const through = await createTexture(SIZE);
  for (let seed = 1; seed <= made; seed += 1) {
    const file = join(folder, `${String(seed)}.jpg`);
    await writeFile(file, await syntheticPhoto(seed, SIZE, through));
    yield file;
    await rm(file);
  }
}

/** Peak memory of a new process that renders one file in one way, in MB, minus that of an idle runtime. */
async function peak(way: string, file: string): Promise<number> {
  const ask = async (of: string): Promise<number> =>
    Number(
      (await run(process.execPath, [join(import.meta.dirname, 'peak.ts'), of, file])).stdout.trim().split('\n').at(-1),
    );
  const [whole, bare] = [median([await ask(way), await ask(way), await ask(way)]), await ask('nothing')];
  return whole - bare;
}

async function memory(folder: string): Promise<Record<string, number>> {
  const through = await createTexture(SIZE);
  const photo = await syntheticPhoto(1, SIZE, through);
  const source = (size = LARGE) => sharp(photo).resize(size.width, size.height, { fit: 'fill' });
  const png = () => source().png({ compressionLevel: 1 }).toBuffer();
  const kinds: Record<string, () => Promise<Buffer>> = {
    '48 MP JPEG': () => source().jpeg({ quality: 90 }).toBuffer(),
    '48 MP progressive JPEG': () => source().jpeg({ quality: 90, progressive: true }).toBuffer(),
    '48 MP PNG': png,
    '48 MP HEIC': async () => heicOf(await png(), LARGE),
    '200 MP JPEG': () => source(LARGEST).jpeg({ quality: 90 }).toBuffer(),
  };
  const peaks: Record<string, number> = {};
  for (const [name, made] of Object.entries(kinds)) {
    const file = join(folder, 'large');
    await writeFile(file, await made());
    peaks[name] = await peak('ours', file);
    if (name === '48 MP JPEG') peaks[`${name}, floor`] = await peak('floor', file);
    await rm(file);
  }
  if (existsSync(HEIC)) peaks['12 MP HEIC'] = await peak('ours', HEIC);
  return peaks;
}

/** Sums of medians over all photos, and the resulting photos per second. */
async function measured(folder: string, made: number, rounds: number) {
  const sums = Object.fromEntries(Object.keys(WAYS).map((way) => [way, { ms: 0, cpuMs: 0 }])) as Record<
    Way,
    { ms: number; cpuMs: number }
  >;
  let count = 0;
  for await (const file of photos(folder, made)) {
    const times = await measureAlternately(WAYS, file, rounds);
    for (const [way, sum] of Object.entries(sums)) {
      sum.ms += median(times[way]?.ms ?? []);
      sum.cpuMs += median(times[way]?.cpuMs ?? []);
    }
    count += 1;
    console.error(
      `${String(count)}: ${Object.entries(sums)
        .map(([way, { ms, cpuMs }]) => `${way} ${ms.toFixed(0)}/${cpuMs.toFixed(0)}`)
        .join(', ')}`,
    );
  }
  return { sums, count };
}

/**
 * The speed of rendering a photo compared with bare sharp (the floor), Immich's way and the extension's, and the peak memory. Arguments:
 * the number of generated photos of 12 MP (100) and of rounds (5).
 */
export async function bench(args: readonly string[] = []): Promise<Record<string, number>> {
  const [made, rounds] = [Number(args[0] ?? MADE), Number(args[1] ?? ROUNDS)];
  const folder = await mkdtemp(join(tmpdir(), 'maru-bench-'));
  try {
    sharp.cache(false);
    const { sums, count } = await measured(folder, made, rounds);
    const rows = Object.entries(sums).map(([way, { ms, cpuMs }]) => ({
      way,
      'photos a second': round((1000 * count) / ms),
      'ms a photo': round(ms / count, 0),
      'processor ms a photo': round(cpuMs / count, 0),
    }));
    console.table(rows);
    const heic = existsSync(HEIC) ? await measureAlternately({ ours, heifFloor }, HEIC, rounds) : {};
    const heicMs = Object.entries(heic).map(([way, { ms, cpuMs }]) => ({
      way,
      ms: round(median(ms), 0),
      'processor ms': round(median(cpuMs), 0),
    }));
    if (heicMs.length > 0) console.table(heicMs);
    const peaks = await memory(folder);
    console.table(Object.entries(peaks).map(([of, mb]) => ({ of, 'peak MB beside the runtime': round(mb, 0) })));
    const ratio = (of: Way, kind: 'ms' | 'cpuMs'): number => round(sums[of][kind] / sums.ours[kind]);
    return {
      floorRatio: ratio('floor', 'ms'),
      floorRatioCpu: ratio('floor', 'cpuMs'),
      immichRatio: ratio('immichInside', 'ms'),
      immichRatioCpu: ratio('immichInside', 'cpuMs'),
      immichAsIsRatio: ratio('immichOutside', 'ms'),
      perSizeRatio: ratio('perSize', 'ms'),
      ...(heic['ours'] &&
        heic['heifFloor'] && { heicRatio: round(median(heic['ours'].ms) / median(heic['heifFloor'].ms)) }),
      ...(heic['ours'] &&
        heic['heifFloor'] && { heicRatioCpu: round(median(heic['ours'].cpuMs) / median(heic['heifFloor'].cpuMs)) }),
      rss48MpMb: round(peaks['48 MP JPEG'] ?? 0, 0),
      rss48MpProgressiveMb: round(peaks['48 MP progressive JPEG'] ?? 0, 0),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
