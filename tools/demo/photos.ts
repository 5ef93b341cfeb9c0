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
  { size: WIDE, draw: hills.dawn, taken: '2019-08-02T05:41:12' },
  { size: [1200, 675], draw: sea.beach, taken: '2019-08-02T13:07:48' },
  { size: TALL, draw: coast.lighthouse, taken: '2019-08-02T16:22:05', orientation: 6 },
  { size: WIDE, draw: sea.sunset, taken: '2019-08-02T19:29:51' },
  { size: FULL, draw: coast.cone, taken: '2019-08-03T06:12:30' },
  { size: PORTRAIT, draw: orchard.hydrangeas, taken: '2019-08-03T10:48:19', orientation: 8 },
  { size: WIDE, draw: hills.meadow, taken: '2019-08-03T14:15:37' },
  { size: TALL, draw: sea.palms, taken: '2019-08-03T19:50:02' },
  { size: WIDE, draw: hills.milkyWay, taken: '2019-08-03T22:36:44' },
  { size: [1200, 420], draw: coast.bay, taken: '2019-08-04T08:03:26' },
  { size: FULL, draw: orchard.tangerines, taken: '2019-08-04T11:31:09', orientation: 3 },
];

/** A first birthday at home. */
export const BIRTHDAY: readonly Scene[] = [
  { size: WIDE, draw: birthday.blossom, taken: '2021-04-10T10:20:15' },
  { size: PORTRAIT, draw: birthday.hanbok, taken: '2021-04-10T11:02:40', orientation: 6 },
  { size: FULL, draw: birthday.table, taken: '2021-04-10T12:14:08' },
  { size: TALL, draw: birthday.balloons, taken: '2021-04-10T12:25:57' },
  { size: WIDE, draw: birthday.candlelight, taken: '2021-04-10T18:40:33' },
];

/** Grandmother's house, from autumn to winter. */
export const AUTUMN: readonly Scene[] = [
  { size: TALL, draw: autumn.moon, taken: '2022-09-10T19:44:21' },
  { size: WIDE, draw: autumn.persimmons, taken: '2022-10-22T11:18:06' },
  { size: FULL, draw: autumn.reeds, taken: '2022-10-22T17:32:50' },
  { size: TALL, draw: autumn.ginkgos, taken: '2022-11-05T14:09:13', orientation: 6 },
  { size: FULL, draw: winter.jars, taken: '2022-12-18T09:26:38' },
  { size: WIDE, draw: winter.snow, taken: '2022-12-18T17:21:55' },
];

const LONG = 2400;
const TILE = 1 << 16;

/** The name that the camera gave: it follows from the time. */
export const fileNameOf = (scene: Pick<Scene, 'taken'>): string =>
  `IMG_${scene.taken.replaceAll(/[-:]/g, '').replace('T', '_')}.jpg`;

const seedOf = (scene: Scene): number => Number(scene.taken.replaceAll(/\D/g, '').slice(4)) % 2 ** 32;

/** The drawing of a scene: always the same text. */
export function svgOfScene(scene: Scene, long = LONG): string {
  const c = canvas(scene.size[0], scene.size[1], seedOf(scene));
  scene.draw(c);
  return svgOf(c, long);
}

/** Adds the noise of a sensor to RGB pixels, strongest in the middle tones. */
function grain(pixels: Buffer, seed: number): void {
  const chance = chanceOf(seed);
  const noise = Float32Array.from({ length: TILE }, () => chance.bell() * 5);
  let at = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    // A stride that is prime to the tile, so that no pattern shows.
    at = (at + (i % 7200 === 0 ? 40_503 : 1)) & (TILE - 1);
    for (let k = i; k < i + 3; k++) {
      const v = pixels[k] ?? 0;
      pixels[k] = Math.min(255, Math.max(0, v + (noise[at] ?? 0) * (1 - Math.abs(v - 128) / 190)));
    }
  }
}

/** Degrees clockwise that turn what is displayed into what such a camera stores (EXIF 2.32, tag 0x0112). */
const STORED = { 1: 0, 3: 180, 6: 270, 8: 90 } as const;

/** A scene as a JPEG with grain, and with the EXIF of a camera: date, offset, make, orientation. */
export async function picture(scene: Scene, long = LONG): Promise<Buffer> {
  const orientation = scene.orientation ?? 1;
  const time = scene.taken.replaceAll('-', ':').replace('T', ' ');
  const drawn = await sharp(Buffer.from(svgOfScene(scene, long)), { unlimited: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = drawn.info;
  grain(drawn.data, seedOf(scene));
  return sharp(drawn.data, { raw: { width, height, channels: 3 } })
    .rotate(STORED[orientation])
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
