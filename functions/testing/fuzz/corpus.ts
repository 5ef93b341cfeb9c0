import { videoBombs } from './bombs/video.ts';
import { ffmpegImageBombs } from './bombs/ffmpeg-images.ts';
import { gifBombs } from './bombs/gif.ts';
import { heifBombs } from './bombs/heif.ts';
import { jpegBombs } from './bombs/jpeg.ts';
import { pngBombs } from './bombs/png.ts';
import { tiffBombs } from './bombs/tiff.ts';
import { webpBombs } from './bombs/webp.ts';
import { seededRandom } from './random.ts';
import { truncated } from './truncated.ts';
import { disguised } from './disguised.ts';
import { exif } from './exif.ts';
import { bitFlips } from './bit-flips.ts';
import type { HostileFile, ValidFiles } from './hostile-file.ts';
import { misnamed } from './misnamed.ts';
import { animations } from './animations.ts';
import { noise, tiny } from './noise.ts';
import { zeroSizes } from './zero-sizes.ts';
import { polyglots } from './polyglots.ts';
import { raws } from './raws.ts';
import { trailingData } from './trailing-data.ts';
import { xmp } from './xmp.ts';

/** Every hostile file, the same each time. */
export const corpus = (wholes: ValidFiles): HostileFile[] => [
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
  ...ffmpegImageBombs(wholes),
  ...heifBombs(wholes),
  ...videoBombs(wholes),
  ...trailingData(wholes),
  ...animations(wholes),
  ...raws(wholes),
  ...truncated(wholes),
  ...bitFlips(wholes),
];

/** Selects this many files of each family, others with each seed. */
export function sample(files: readonly HostileFile[], of: number, seed: string): HostileFile[] {
  const names = [...new Set(files.map(({ family }) => family))];
  return names.flatMap((name) => {
    const random = seededRandom(`${seed} ${name}`);
    const left = files.filter(({ family }) => family === name);
    return Array.from({ length: Math.min(of, left.length) }, () => left.splice(random.below(left.length), 1)).flat();
  });
}
