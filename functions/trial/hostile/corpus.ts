import { filmBombs } from './bombs-film.ts';
import { gifBombs } from './bombs-gif.ts';
import { heifBombs } from './bombs-heif.ts';
import { jpegBombs } from './bombs-jpeg.ts';
import { pngBombs } from './bombs-png.ts';
import { tiffBombs } from './bombs-tiff.ts';
import { webpBombs } from './bombs-webp.ts';
import { chanceOf } from './chance.ts';
import { cut } from './cut.ts';
import { disguised } from './disguised.ts';
import { exif } from './exif.ts';
import { flipped } from './flipped.ts';
import type { Hostile, Wholes } from './hostile.ts';
import { misnamed } from './misnamed.ts';
import { moves } from './moves.ts';
import { noise, tiny } from './noise.ts';
import { zeroSizes } from './nothing.ts';
import { polyglots } from './polyglots.ts';
import { raws } from './raws.ts';
import { trailersOf } from './trailers.ts';
import { xmp } from './xmp.ts';

/** Every hostile file, the same ones each time. */
export const corpus = (wholes: Wholes): Hostile[] => [
  ...misnamed(wholes),
  ...tiny(),
  ...noise(),
  ...disguised(wholes),
  ...polyglots(wholes),
  ...zeroSizes(wholes),
  ...exif(wholes),
  ...xmp(wholes),
  ...pngBombs(wholes),
  ...jpegBombs(wholes),
  ...webpBombs(),
  ...gifBombs(),
  ...tiffBombs(),
  ...heifBombs(wholes),
  ...filmBombs(wholes),
  ...trailersOf(wholes),
  ...moves(wholes),
  ...raws(wholes),
  ...cut(wholes),
  ...flipped(wholes),
];

/** So many files of each family, others with each seed. */
export function sample(files: readonly Hostile[], of: number, seed: string): Hostile[] {
  const names = [...new Set(files.map(({ family }) => family))];
  return names.flatMap((name) => {
    const chance = chanceOf(`${seed} ${name}`);
    const left = files.filter(({ family }) => family === name);
    return Array.from({ length: Math.min(of, left.length) }, () => left.splice(chance.below(left.length), 1)).flat();
  });
}
