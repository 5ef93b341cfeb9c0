import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isImageFile, SCREEN } from '@maru/model';
import sharp from 'sharp';
import type { HostileFile } from './hostile-file.ts';
import type { WorkerResult } from './worker-process.ts';

/** The memory limit of one file in MiB: the cost of `MAX_BUFFERED_PIXELS`, and the runtime. */
const MAX_MEMORY_MB = 1024;
/** The memory limit of one ffmpeg in MiB: its own limit is 3 GiB of addresses, and 8K needs 1. */
const MAX_FFMPEG_MEMORY_MB = 1024;
/** How far a row may differ from that of the whole image, of 255: encoding losses, but no grey rest. */
const TOLERANCE = 16;
const ROWS = { width: 32, height: 24 };

/** The outcome of a file, in one word. */
export const outcomeOf = (result: WorkerResult): string =>
  'died' in result ? 'died' : (result.failure ?? result.state);

/** The images among the renditions, by name. */
async function imagesOf(result: WorkerResult): Promise<Map<string, Buffer>> {
  const baseName = (name: string): string => name.split('~').at(-1) ?? '';
  const names = 'died' in result ? [] : result.renditions.filter((name) => isImageFile(baseName(name)));
  const read = async (name: string): Promise<[string, Buffer]> => [
    baseName(name),
    await readFile(join(result.to, name)),
  ];
  return new Map(await Promise.all(names.map(read)));
}

/** Returns what is displayed of a file as 24 rows of 32 grey pixels; undefined for a sound. */
export async function displayedOf(result: WorkerResult): Promise<Buffer | undefined> {
  const images = await imagesOf(result);
  const displayed = images.get('screen') ?? images.get('poster');
  return (
    displayed &&
    sharp(displayed)
      .resize({ ...ROWS, fit: 'fill' })
      .greyscale()
      .raw()
      .toBuffer()
  );
}

/** The difference of the two rows that differ most. */
function worstRow(one: Buffer, two: Buffer): number {
  const rows = Array.from({ length: ROWS.height }, (_, row) => {
    const at = (i: number): number => row * ROWS.width + i;
    const sums = Array.from({ length: ROWS.width }, (__, i) => Math.abs((one[at(i)] ?? 0) - (two[at(i)] ?? 0)));
    return sums.reduce((sum, value) => sum + value, 0) / ROWS.width;
  });
  return Math.max(...rows);
}

/** The problems of a displayed file's renditions. */
async function renditionProblems(
  hostile: HostileFile,
  result: WorkerResult,
  whole: Buffer | undefined,
): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, bytes] of await imagesOf(result)) {
    const { format, width, height, exif, xmp } = await sharp(bytes).metadata();
    const isTooLarge = Math.max(width, height) > SCREEN.longest || width * height > SCREEN.pixels * 1.01;
    if (!['jpeg', 'webp'].includes(format) || isTooLarge) problems.push(`${name} is ${format}, ${width} by ${height}`);
    if (exif ?? xmp) problems.push(`${name} has metadata`);
  }
  if (hostile.foreign !== undefined && !('died' in result))
    for (const name of result.renditions)
      if ((await readFile(join(result.to, name))).includes(hostile.foreign))
        problems.push(`${name} contains the payload`);
  // A part of a truncated JPEG is grey, and says so.
  const isWhole = !('died' in result) && !result.isDamaged;
  const displayed = whole && isWhole ? await displayedOf(result) : undefined;
  const difference = whole && displayed ? worstRow(whole, displayed) : 0;
  if (difference > TOLERANCE) problems.push(`it looks like another image: ${difference.toFixed(0)} of 255`);
  return problems;
}

/** Returns every problem of an outcome; `whole` is what the file should look like. */
export async function problemsOf(hostile: HostileFile, result: WorkerResult, whole?: Buffer): Promise<string[]> {
  const end = outcomeOf(result);
  const problems: string[] = [];
  if ('died' in result) return [result.died];
  if (!hostile.ends.some((one) => one === end))
    problems.push(`the outcome is ${end}, not ${hostile.ends.join(' or ')}`);
  if (result.thrown !== undefined) problems.push(`processing threw ${result.thrown}`);
  if (result.left.length > 0) problems.push(`it left ${result.left.join(', ')}`);
  if (result.output) problems.push(`it printed ${result.output.slice(0, 200)}`);
  if (result.peak > MAX_MEMORY_MB) problems.push(`it took ${result.peak} MiB`);
  if (result.ffmpegPeak > MAX_FFMPEG_MEMORY_MB) problems.push(`ffmpeg took ${result.ffmpegPeak} MiB`);
  if (end !== 'ready' && result.renditions.length > 0)
    problems.push(`it was refused but has ${result.renditions.join(', ')}`);
  if (end === 'ready' && hostile.takenAt !== undefined && (result.takenAt ?? null) !== hostile.takenAt)
    problems.push(`its capture date is ${result.takenAt ?? 'unknown'}`);
  return end === 'ready' ? [...problems, ...(await renditionProblems(hostile, result, whole))] : problems;
}
