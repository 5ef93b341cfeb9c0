import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isImageFile, SCREEN } from '@maru/model';
import sharp from 'sharp';
import type { HostileFile } from './hostile-file.ts';
import type { WorkerResult } from './worker-process.ts';

/** The most that making one file may take of an instance, in MiB: what `MAX_BUFFERED_PIXELS` costs, and a runtime beside it. */
export const MAX_MEMORY_MB = 1024;
/** The most that one ffmpeg may take, in MiB: its own bound is 3 GiB of addresses, and 8K needs 1. */
export const MAX_FFMPEG_MEMORY_MB = 1024;
/** How far a row of a picture may be from that of the whole one, of 255: what encoding loses, and never a grey half. */
const SLACK = 16;
const ROWS = { width: 32, height: 24 };

/** How a file ended, in one word. */
export const endOf = (fate: WorkerResult): string => ('died' in fate ? 'died' : (fate.failure ?? fate.state));

/** The still renditions of what was made, by their own names. */
async function stillsOf(fate: WorkerResult): Promise<Map<string, Buffer>> {
  const own = (name: string): string => name.split('~').at(-1) ?? '';
  const names = 'died' in fate ? [] : fate.renditions.filter((name) => isImageFile(own(name)));
  const read = async (name: string): Promise<[string, Buffer]> => [own(name), await readFile(join(fate.to, name))];
  return new Map(await Promise.all(names.map(read)));
}

/** The picture that is shown of a file: 24 rows of 32 grey pixels; undefined for a sound. */
export async function shownOf(fate: WorkerResult): Promise<Buffer | undefined> {
  const stills = await stillsOf(fate);
  const shown = stills.get('screen') ?? stills.get('poster');
  return (
    shown &&
    sharp(shown)
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
    return sums.reduce((sum, by) => sum + by, 0) / ROWS.width;
  });
  return Math.max(...rows);
}

/** What is wrong with the renditions of a file that is shown. */
async function flawsOfShown(hostile: HostileFile, fate: WorkerResult, whole: Buffer | undefined): Promise<string[]> {
  const flaws: string[] = [];
  for (const [name, bytes] of await stillsOf(fate)) {
    const { format, width, height, exif, xmp } = await sharp(bytes).metadata();
    const isTooLarge = Math.max(width, height) > SCREEN.longest || width * height > SCREEN.pixels * 1.01;
    if (!['jpeg', 'webp'].includes(format) || isTooLarge) flaws.push(`${name} is ${format}, ${width} by ${height}`);
    if (exif ?? xmp) flaws.push(`${name} has metadata`);
  }
  if (hostile.foreign !== undefined && !('died' in fate))
    for (const name of fate.renditions)
      if ((await readFile(join(fate.to, name))).includes(hostile.foreign)) flaws.push(`${name} has the payload in it`);
  const shown = whole && (await shownOf(fate));
  const differs = whole && shown ? worstRow(whole, shown) : 0;
  if (differs > SLACK) flaws.push(`it looks like another picture: ${differs.toFixed(0)} of 255`);
  return flaws;
}

/** All that is wrong with what became of a file; nothing for one that ended well. `whole` is what it is to look like. */
export async function problemsOf(hostile: HostileFile, fate: WorkerResult, whole?: Buffer): Promise<string[]> {
  const end = endOf(fate);
  const flaws: string[] = [];
  if ('died' in fate) return [fate.died];
  if (!hostile.ends.some((one) => one === end)) flaws.push(`it ended as ${end}, not as ${hostile.ends.join(' or ')}`);
  if (fate.thrown !== undefined) flaws.push(`make threw ${fate.thrown}`);
  if (fate.left.length > 0) flaws.push(`it left ${fate.left.join(', ')}`);
  if (fate.said) flaws.push(`it said ${fate.said.slice(0, 200)}`);
  if (fate.peak > MAX_MEMORY_MB) flaws.push(`it took ${fate.peak} MiB`);
  if (fate.filmPeak > MAX_FFMPEG_MEMORY_MB) flaws.push(`ffmpeg took ${fate.filmPeak} MiB`);
  if (end !== 'ready' && fate.renditions.length > 0) flaws.push(`it was refused and has ${fate.renditions.join(', ')}`);
  if (end === 'ready' && hostile.taken !== undefined && (fate.taken ?? null) !== hostile.taken)
    flaws.push(`it was taken ${fate.taken ?? 'never'}`);
  return end === 'ready' ? [...flaws, ...(await flawsOfShown(hostile, fate, whole))] : flaws;
}
