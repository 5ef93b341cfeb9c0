import { readdir } from 'node:fs/promises';
import { isPhash, NEAR_DUPLICATE_BITS, phashDistance } from '@maru/model';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { scene } from '../../../../tests/media/photo.ts';
import { MEDIA, needsMedia } from '../../../testing/media.ts';
import { render, createTempFiles } from '../../../testing/images.ts';
import { computePhash } from './phash.ts';

const kept = createTempFiles();
let made = 0;
const phash = async (bytes: Uint8Array): Promise<string> =>
  (await render(await kept(String((made += 1)), bytes))).phash;

/** What becomes of a picture on its way through other programs. */
async function copiesOf(picture: Buffer): Promise<Record<string, Buffer>> {
  const open = () => sharp(picture).autoOrient();
  const { width, height } = (await sharp(picture).metadata()).autoOrient;
  return {
    'compressed anew': await open().jpeg({ quality: 60 }).toBuffer(),
    'sent by a messenger': await open()
      .resize(1280, 1280, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 75 })
      .toBuffer(),
    'half as large': await open()
      .resize(Math.round(width / 2))
      .webp({ quality: 70 })
      .toBuffer(),
    lightened: await open().linear(1.06, 6).jpeg({ quality: 80 }).toBuffer(),
    'moved by a hand, as in a burst': await open()
      .extract({
        left: Math.round(width / 100),
        top: Math.round(height / 100),
        width: Math.round(width * 0.98),
        height: Math.round(height * 0.98),
      })
      .jpeg({ quality: 85 })
      .toBuffer(),
  };
}

/** Every copy is near its picture, and every picture far from all others; gives the greatest and the least. */
async function apart(pictures: readonly Buffer[]): Promise<{ copies: number; others: number }> {
  const hashes = await Promise.all(pictures.map(phash));
  const copies: number[] = [];
  for (const [i, picture] of pictures.entries())
    for (const copy of Object.values(await copiesOf(picture)))
      copies.push(phashDistance(hashes[i] ?? '', await phash(copy)));
  const others = hashes.flatMap((one, i) => hashes.slice(i + 1).map((two) => phashDistance(one, two)));
  return { copies: Math.max(...copies), others: Math.min(...others) };
}

test('copies of a drawn picture are near, other pictures far', async () => {
  // Every drawing of `scene` has its hills below: turned, they are different pictures.
  const drawn = await Promise.all(
    [0, 90, 180, 270].map(async (angle, seed) =>
      sharp(await scene({ seed }).png().toBuffer())
        .rotate(angle)
        .jpeg()
        .toBuffer(),
    ),
  );
  const { copies, others } = await apart(drawn);
  expect(copies).toBeLessThanOrEqual(NEAR_DUPLICATE_BITS);
  expect(others).toBeGreaterThan(NEAR_DUPLICATE_BITS);
});

test('copies of real photos are near, other photos far', async (context) => {
  needsMedia(context);
  const names = (await readdir(`${MEDIA}/nature`)).map((name) => `${MEDIA}/nature/${name}`);
  const real = [...names, `${MEDIA}/orientation/portrait-3.jpg`];
  const { copies, others } = await apart(await Promise.all(real.map((name) => sharp(name).keepMetadata().toBuffer())));
  expect(copies).toBeLessThanOrEqual(NEAR_DUPLICATE_BITS);
  expect(others).toBeGreaterThan(NEAR_DUPLICATE_BITS);
});

test('copies of a very long picture are near too', async () => {
  const long = await scene({ width: 4000, height: 160 }).jpeg().toBuffer();
  const { copies } = await apart([long]);
  expect(copies).toBeLessThanOrEqual(NEAR_DUPLICATE_BITS);
  const turned = await sharp(long).rotate(180).jpeg().toBuffer();
  expect(phashDistance(await phash(long), await phash(turned))).toBeGreaterThan(NEAR_DUPLICATE_BITS);
});

test('what is seen through is hashed as it looks on white, and what is very long, or one pixel, is hashed too', async () => {
  const ink = Buffer.from(
    '<svg width="400" height="300"><path d="M40 40 360 90 90 250" stroke="#123" stroke-width="30" fill="none"/></svg>',
  );
  const onWhite = await sharp(ink).flatten({ background: '#fff' }).png().toBuffer();
  expect(phashDistance(await phash(await sharp(ink).png().toBuffer()), await phash(onWhite))).toBeLessThanOrEqual(
    NEAR_DUPLICATE_BITS,
  );
  for (const [width, height] of [
    [12_000, 640],
    [1, 1],
    [1, 4000],
  ] as const) {
    const { thumbhash } = await render(await kept(`${width}.jpg`, await scene({ width, height }).jpeg().toBuffer()));
    expect(Buffer.from(thumbhash, 'base64').length).toBeGreaterThan(5);
  }
});

test('a picture without anything in it has a hash too', () => {
  for (const width of [1, 24, 100]) expect(isPhash(computePhash(new Uint8Array(2400), width))).toBe(true);
});
