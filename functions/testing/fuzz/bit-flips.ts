import { seededRandom } from './random.ts';
import { family, VIDEOS, IMAGES, type HostileFile, type ValidFiles } from './hostile-file.ts';

/** Flips this many bits between two offsets. */
function withFlips(file: Buffer, seed: string, bits: number, from: number, to: number): Buffer {
  const random = seededRandom(seed);
  const copy = Buffer.from(file);
  for (let i = 0; i < bits; i++) {
    const at = from + random.below(to - from);
    copy.writeUInt8(copy.readUInt8(at) ^ (1 << random.below(8)), at);
  }
  return copy;
}

const PICTURE_TIMES = 6;
const FILM_TIMES = 3;
/** In every format the first bytes contain sizes and offsets. */
const HEAD = 400;

/** Every format with flipped bits in its header and its body: displayed or refused with any code. */
export function bitFlips(wholes: ValidFiles): HostileFile[] {
  const times = [
    ...IMAGES.map((name) => [name, PICTURE_TIMES] as const),
    ...VIDEOS.map((name) => [name, FILM_TIMES] as const),
  ];
  const files: Record<string, () => Buffer> = {};
  for (const [name, count] of times) {
    const file = wholes[name];
    for (let i = 1; i <= count; i++) {
      files[`${name} head ${i}`] = () => withFlips(file, `${name} head ${i}`, 2 * i, 4, Math.min(HEAD, file.length));
      files[`${name} body ${i}`] = () => withFlips(file, `${name} body ${i}`, 8 * i, 12, file.length);
    }
  }
  return family('bit flips', ['ready', 'unreadable', 'not-media', 'no-decoder', 'too-many-pixels', 'too-long'], files);
}
