import { readdir } from 'node:fs/promises';
import { NEAR_DUPLICATE_BITS, phashBits, phashDistance, type PhashBits } from '@maru/model';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { scene } from '../../../../tests/media/photo.ts';
import { MEDIA, needsMedia } from '../../../testing/media.ts';
import { render, createTempFiles } from '../../../testing/images.ts';
import { computePhash } from './phash.ts';

const tempFile = createTempFiles();
let count = 0;
const hashOf = async (bytes: Uint8Array): Promise<string | undefined> =>
  (await render(await tempFile(String((count += 1)), bytes))).phash;
const phash = async (bytes: Uint8Array): Promise<PhashBits> => phashBits((await hashOf(bytes)) ?? fail());
const fail = (): never => {
  throw new Error('no hash');
};

/** Returns copies of an image as other programs make them. */
async function copiesOf(image: Buffer): Promise<Record<string, Buffer>> {
  const open = () => sharp(image).autoOrient();
  const { width, height } = (await sharp(image).metadata()).autoOrient;
  return {
    recompressed: await open().jpeg({ quality: 60 }).toBuffer(),
    'sent by a messenger': await open()
      .resize(1280, 1280, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 75 })
      .toBuffer(),
    'half size': await open()
      .resize(Math.round(width / 2))
      .webp({ quality: 70 })
      .toBuffer(),
    brightened: await open().linear(1.06, 6).jpeg({ quality: 80 }).toBuffer(),
    'shifted, as in a burst': await open()
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

/** Returns the largest distance between an image and its copies, and the smallest between different images. */
async function distances(images: readonly Buffer[]): Promise<{ copies: number; others: number }> {
  const hashes = await Promise.all(images.map(phash));
  const copies: number[] = [];
  for (const [i, image] of images.entries())
    for (const copy of Object.values(await copiesOf(image)))
      copies.push(phashDistance(hashes[i] ?? fail(), await phash(copy)));
  const others = hashes.flatMap((one, i) => hashes.slice(i + 1).map((two) => phashDistance(one, two)));
  return { copies: Math.max(...copies), others: Math.min(...others) };
}

test('copies of generated images are near-duplicates, different images are not', async () => {
  // All images of `scene` have hills at the bottom; rotated, they differ.
  const drawn = await Promise.all(
    [0, 90, 180, 270].map(async (angle, seed) =>
      sharp(await scene({ seed }).png().toBuffer())
        .rotate(angle)
        .jpeg()
        .toBuffer(),
    ),
  );
  const { copies, others } = await distances(drawn);
  expect(copies).toBeLessThanOrEqual(NEAR_DUPLICATE_BITS);
  expect(others).toBeGreaterThan(NEAR_DUPLICATE_BITS);
});

test('copies of real photos are near-duplicates, different photos are not', async (context) => {
  needsMedia(context);
  const names = (await readdir(`${MEDIA}/nature`)).map((name) => `${MEDIA}/nature/${name}`);
  const real = [...names, `${MEDIA}/orientation/portrait-3.jpg`];
  const { copies, others } = await distances(
    await Promise.all(real.map((name) => sharp(name).keepMetadata().toBuffer())),
  );
  expect(copies).toBeLessThanOrEqual(NEAR_DUPLICATE_BITS);
  expect(others).toBeGreaterThan(NEAR_DUPLICATE_BITS);
});

test('copies of a very long image are near-duplicates', async () => {
  const long = await scene({ width: 4000, height: 160 }).jpeg().toBuffer();
  const { copies } = await distances([long]);
  expect(copies).toBeLessThanOrEqual(NEAR_DUPLICATE_BITS);
  const turned = await sharp(long).rotate(180).jpeg().toBuffer();
  expect(phashDistance(await phash(long), await phash(turned))).toBeGreaterThan(NEAR_DUPLICATE_BITS);
});

test('transparent images are hashed on white; very long and single-pixel images are hashed too', async () => {
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
    const { thumbhash } = await render(
      await tempFile(`${width}.jpg`, await scene({ width, height }).jpeg().toBuffer()),
    );
    expect(Buffer.from(thumbhash, 'base64').length).toBeGreaterThan(5);
  }
});

const drawn = (content: string): Sharp =>
  sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">${content}</svg>`));
const gradient = (kind: string): string =>
  `<defs><${kind} id="g"><stop stop-color="#28f"/><stop offset="1" stop-color="#cef"/></${kind.split(' ')[0] ?? ''}></defs>
   <rect width="100%" height="100%" fill="url(#g)"/>`;
const lines = Array.from(
  { length: 20 },
  (_, n) => `<text x="80" y="${60 + n * 35}" font-size="22">여름 방학 일기</text>`,
);

test.each([
  ['black frame', drawn('<rect width="100%" height="100%"/>')],
  [
    'dark frame with noise',
    sharp({
      create: {
        width: 1200,
        height: 800,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 20, sigma: 12 },
      },
    }),
  ],
  ['plain sky', drawn(gradient('linearGradient gradientTransform="rotate(70)"'))],
  ['sky that darkens to its edges', drawn(gradient('radialGradient'))],
  ['page of text', drawn(`<rect width="100%" height="100%" fill="#fff"/>${lines.join('')}`)],
] as const)('a %s has no hash, because it looks like many others', async (_, image) => {
  expect(await hashOf(await image.jpeg({ quality: 80 }).toBuffer())).toBeUndefined();
});

test('an empty image has none', () => {
  for (const width of [1, 24, 100]) expect(computePhash(new Uint8Array(2400), width)).toBeUndefined();
});
