import sharp, { type Sharp } from 'sharp';

/** Options of a test photo. Sides in pixels; `taken` (`2019:05:03 14:10:00`) and `offset` (`+09:00`) in EXIF format. */
export interface PhotoOptions {
  width?: number;
  height?: number;
  seed?: number;
  takenAt?: string;
  offset?: string;
  /** EXIF orientation 1 to 8: changes how pixels are stored, not what is displayed. */
  orientation?: number;
}

/** Draws an image from a seed, as an upright sharp pipeline; its four corners differ, so that a wrong rotation is noticed. */
export function scene({ width = 1200, height = 800, seed = 1 }: PhotoOptions = {}): Sharp {
  const hue = (n: number): string =>
    `hsl(${String((seed * 47 + n * 83) % 360)} 60% ${String(35 + ((seed * 7 + n * 11) % 40))}%)`;
  const [w, h] = [String(width), String(height)];
  const hills = [0.55, 0.68, 0.82].map((at, n) => {
    const y = (x: number): string => String(Math.round(height * (at + 0.07 * Math.sin(x * 5 + seed + n * 2))));
    const line = Array.from({ length: 13 }, (_, i) => `${String((width * i) / 12)},${y(i / 12)}`).join(' ');
    return `<polygon points="0,${h} ${line} ${w},${h}" fill="${hue(n + 1)}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}">
    <defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${hue(5)}"/><stop offset="1" stop-color="${hue(8)}"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#s)"/><circle cx="${String(width * 0.8)}" cy="${String(height * 0.2)}" r="${String(height * 0.09)}" fill="#ffe9a8"/>
    ${hills.join('')}<rect x="0" y="0" width="${String(width * 0.12)}" height="${String(height * 0.12)}" fill="#c22"/></svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: '#fff' });
}

// Transforms an upright image into the stored form of each EXIF orientation.
const STORED: Record<number, (of: Sharp) => Sharp> = {
  2: (of) => of.flop(),
  3: (of) => of.rotate(180),
  4: (of) => of.flip(),
  5: (of) => of.flip().rotate(90),
  6: (of) => of.rotate(270),
  7: (of) => of.flip().rotate(270),
  8: (of) => of.rotate(90),
};

/** Creates a JPEG with camera, date and orientation in EXIF. */
export async function jpegOf(options: PhotoOptions = {}): Promise<Buffer> {
  const { orientation = 1, takenAt = '2019:05:03 14:10:00', offset = '+09:00' } = options;
  const upright = sharp(await scene(options).png().toBuffer());
  const stored = sharp(await (STORED[orientation]?.(upright) ?? upright).png().toBuffer());
  return stored
    .withExif({
      IFD0: { Make: 'Maru', Model: 'Test camera' },
      IFD2: { DateTimeOriginal: takenAt, OffsetTimeOriginal: offset },
    })
    .withMetadata({ orientation })
    .jpeg({ quality: 88 })
    .toBuffer();
}
