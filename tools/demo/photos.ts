import sharp from 'sharp';
import { canvas, svgOf } from './draw/canvas.ts';
import { chanceOf } from './draw/random.ts';
import * as autumn from './scenes/autumn.ts';
import * as birthday from './scenes/birthday.ts';
import * as coast from './scenes/coast.ts';
import * as hills from './scenes/hills.ts';
import * as orchard from './scenes/orchard.ts';
import type { Scene } from './scenes/scene.ts';
import * as sea from './scenes/sea.ts';
import * as winter from './scenes/winter.ts';

const WIDE = [1200, 800] as const;
const FULL = [1200, 900] as const;
const TALL = [800, 1200] as const;
const PORTRAIT = [900, 1200] as const;

/** A summer on Jeju. */
export const JEJU: readonly Scene[] = [
  { size: WIDE, draw: hills.dawn, localTime: '2019-08-02T05:41:12' },
  { size: [1200, 675], draw: sea.beach, localTime: '2019-08-02T13:07:48' },
  { size: TALL, draw: coast.lighthouse, localTime: '2019-08-02T16:22:05', orientation: 6 },
  { size: WIDE, draw: sea.sunset, localTime: '2019-08-02T19:29:51' },
  { size: FULL, draw: coast.cone, localTime: '2019-08-03T06:12:30' },
  { size: PORTRAIT, draw: orchard.hydrangeas, localTime: '2019-08-03T10:48:19', orientation: 8 },
  { size: WIDE, draw: hills.meadow, localTime: '2019-08-03T14:15:37' },
  { size: TALL, draw: sea.palms, localTime: '2019-08-03T19:50:02' },
  { size: WIDE, draw: hills.milkyWay, localTime: '2019-08-03T22:36:44' },
  { size: [1200, 420], draw: coast.bay, localTime: '2019-08-04T08:03:26' },
  { size: FULL, draw: orchard.tangerines, localTime: '2019-08-04T11:31:09', orientation: 3 },
];

/** A first birthday at home. */
export const BIRTHDAY: readonly Scene[] = [
  { size: WIDE, draw: birthday.blossom, localTime: '2021-04-10T10:20:15' },
  { size: PORTRAIT, draw: birthday.hanbok, localTime: '2021-04-10T11:02:40', orientation: 6 },
  { size: FULL, draw: birthday.table, localTime: '2021-04-10T12:14:08' },
  { size: TALL, draw: birthday.balloons, localTime: '2021-04-10T12:25:57' },
  { size: WIDE, draw: birthday.candlelight, localTime: '2021-04-10T18:40:33' },
];

/** Grandmother's house, from autumn to winter. */
export const AUTUMN: readonly Scene[] = [
  { size: TALL, draw: autumn.moon, localTime: '2022-09-10T19:44:21' },
  { size: WIDE, draw: autumn.persimmons, localTime: '2022-10-22T11:18:06' },
  { size: FULL, draw: autumn.reeds, localTime: '2022-10-22T17:32:50' },
  { size: TALL, draw: autumn.ginkgos, localTime: '2022-11-05T14:09:13', orientation: 6 },
  { size: FULL, draw: winter.jars, localTime: '2022-12-18T09:26:38' },
  { size: WIDE, draw: winter.snow, localTime: '2022-12-18T17:21:55' },
];

const LONG = 2400;
const TILE = 1 << 16;

/** The file name that a camera would give, from the time of capture. */
export const fileNameOf = (scene: Pick<Scene, 'localTime'>): string =>
  `IMG_${scene.localTime.replaceAll(/[-:]/g, '').replace('T', '_')}.jpg`;

const seedOf = (scene: Scene): number => Number(scene.localTime.replaceAll(/\D/g, '').slice(4)) % 2 ** 32;

/** The drawing of a scene as SVG; always the same text. */
export function svgOfScene(scene: Scene, long = LONG): string {
  const c = canvas(scene.size[0], scene.size[1], seedOf(scene));
  scene.draw(c);
  return svgOf(c, long);
}

/** Adds sensor noise to RGB pixels, strongest in the middle tones. */
function grain(pixels: Buffer, seed: number): void {
  const chance = chanceOf(seed);
  const noise = Float32Array.from({ length: TILE }, () => chance.bell() * 5);
  let at = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    // A stride coprime to the tile, so that no pattern is visible.
    at = (at + (i % 7200 === 0 ? 40_503 : 1)) & (TILE - 1);
    for (let k = i; k < i + 3; k++) {
      const v = pixels[k] ?? 0;
      pixels[k] = Math.min(255, Math.max(0, v + (noise[at] ?? 0) * (1 - Math.abs(v - 128) / 190)));
    }
  }
}

/** Degrees clockwise from the displayed image to the stored one, by orientation (EXIF 2.32, tag 0x0112). */
const STORED_ROTATION = { 1: 0, 3: 180, 6: 270, 8: 90 } as const;

/** Renders a scene as a JPEG with grain and the EXIF of a camera: date, offset, make, orientation. */
export async function renderPhoto(scene: Scene, long = LONG): Promise<Buffer> {
  const orientation = scene.orientation ?? 1;
  const time = scene.localTime.replaceAll('-', ':').replace('T', ' ');
  const drawn = await sharp(Buffer.from(svgOfScene(scene, long)), { unlimited: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = drawn.info;
  grain(drawn.data, seedOf(scene));
  return sharp(drawn.data, { raw: { width, height, channels: 3 } })
    .rotate(STORED_ROTATION[orientation])
    .withExif({
      IFD0: { Make: 'Maru', Model: 'Demo', DateTime: time },
      IFD2: {
        DateTimeOriginal: time,
        DateTimeDigitized: time,
        OffsetTimeOriginal: '+09:00',
        FNumber: '28/10',
        ExposureTime: '1/250',
        ISOSpeedRatings: '100',
        FocalLength: '35/1',
      },
    })
    .withMetadata({ orientation })
    .jpeg({ quality: 86 })
    .toBuffer();
}
