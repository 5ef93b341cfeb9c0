import { family, VIDEOS, IMAGES, type HostileFile, type ValidFileName, type ValidFiles } from './hostile-file.ts';
import { boxesOf, chunksOf, riffOf, segmentsOf, type Part } from './formats/file-parts.ts';

// Files truncated in each of their parts and at fractions of the whole.

/** Splits a format into parts, if a parser exists. */
const partsOf = (name: ValidFileName, file: Buffer): Part[] => {
  switch (name) {
    case 'jpeg':
    case 'progressive':
      return segmentsOf(file);
    case 'png':
    case 'interlaced':
      return chunksOf(file);
    case 'webp':
    case 'lossless':
    case 'wav':
    case 'avi':
      return riffOf(file);
    case 'avif':
    case 'heic':
    case 'mp4':
    case 'mov':
      return boxesOf(file);
    default:
      return [];
  }
};

const FRACTIONS = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98];

/** Where a file is truncated: in the header and the body of each part, by fractions, and near its ends. */
function cutsOf(name: ValidFileName, file: Buffer): Map<string, number> {
  const cuts = new Map<string, number>();
  for (const { name: part, at, size } of partsOf(name, file)) {
    cuts.set(`in the header of ${part} at ${at}`, at + Math.min(3, size - 1));
    cuts.set(`in ${part} at ${at}`, at + Math.floor(size / 2));
  }
  for (const part of FRACTIONS) cuts.set(`after ${part * 100} %`, Math.floor(file.length * part));
  for (const left of [1, 2, 12]) cuts.set(`${left} bytes before the end`, file.length - left);
  for (const kept of [4, 12, 30]) cuts.set(`after ${kept} bytes`, kept);
  return cuts;
}

/** A truncated sound, or a video whose container has no duration, is as long as its remaining data. */
const IS_SHORTER: readonly ValidFileName[] = ['avi', 'ts', 'avchd', 'wmv', 'dv', 'mp3', 'ogg', 'flac', 'wav', 'mkv'];

/** Every format truncated everywhere. If it is ready nevertheless, it looks like the whole, without a grey rest. */
export function truncated(wholes: ValidFiles): HostileFile[] {
  return [...IMAGES, ...VIDEOS].flatMap((name) => {
    const file = wholes[name];
    const files = Object.fromEntries(
      [...cutsOf(name, file)].map(([where, at]) => [`${name} ${where}`, () => file.subarray(0, at)]),
    );
    const like = IS_SHORTER.includes(name) ? {} : { like: name };
    return family('truncated', ['ready', 'unreadable', 'not-media'], files, like);
  });
}
