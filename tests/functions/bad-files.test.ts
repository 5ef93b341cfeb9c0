import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ALL, originalName, paths, type Failure, type Uid } from '@maru/model';
import { ref, uploadBytes } from 'firebase/storage';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tiffBombs } from '../../functions/testing/fuzz/bombs-tiff.ts';
import { webpBombs } from '../../functions/testing/fuzz/bombs-webp.ts';
import { withExif } from '../../functions/testing/fuzz/jpeg.ts';
import { directory, tiff, type TiffEntry } from '../../functions/testing/fuzz/tiff.ts';
import { waitFor, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { seedItem } from '../harness/seed.ts';
import { mp4Of } from '../media/video.ts';
import { jpegOf } from '../media/photo.ts';
import {
  uploadItem,
  announceItem,
  uniqueJpeg,
  idOfBytes,
  createLibrary,
  countLogs,
  waitUntilProcessed,
} from './uploading.ts';

let seen = 0;
let canary: Server;
beforeAll(async () => {
  canary = createServer((_request, response) => {
    seen += 1;
    response.end('a secret');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => canary.close(resolve)));

const cut = (whole: Buffer, part: number): Buffer => whole.subarray(0, Math.floor(whole.length * part));

const bomb = (): Promise<Buffer> =>
  sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: '#000' } })
    .toColourspace('b-w')
    .png({ compressionLevel: 9 })
    .toBuffer();

const playlist = (): Buffer => {
  const { port } = canary.address() as AddressInfo;
  return Buffer.from(
    `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:${port}/secret.ts\n#EXT-X-ENDLIST\n`,
  );
};

/** One of the files of `npm run test:slow`, which makes all of them without the emulators. */
const hostile = (wanted: string): Buffer => {
  const file = [...webpBombs(), ...tiffBombs()].find(({ name }) => name === wanted);
  if (!file) throw new Error(`no ${wanted}`);
  return file.bytes();
};

const circles = tiff(directory(Array.from({ length: 5000 }, (): TiffEntry => [34665, 4, 1, 8])));

const cases: [name: string, bytes: () => Buffer | Promise<Buffer>, failure: Failure][] = [
  ['a letter.jpg', () => Buffer.from(`Dear all, ${Math.random()}`), 'not-media'],
  ['cut.jpg', async () => cut(await jpegOf({ seed: 51 }), 0.5), 'unreadable'],
  [
    'without its end.mp4',
    async () => cut(await mp4Of({ width: 320, height: 240, seconds: 6, seed: 52 }), 0.5),
    'unreadable',
  ],
  [
    'without its index.mp4',
    async () => cut(await mp4Of({ width: 320, height: 240, seconds: 2, seed: 53 }), 0.01),
    'unreadable',
  ],
  ['bomb.png', bomb, 'too-many-pixels'],
  ['44 bytes.webp', () => hostile('16,383 square in 44 bytes'), 'too-many-pixels'],
  ['frames.webp', () => hostile('a hundred thousand frames'), 'too-many-pixels'],
  ['circle.tif', () => hostile('two directories in a circle'), 'too-many-pixels'],
  ['circles.jpg', async () => withExif(await jpegOf({ seed: 54 }), circles), 'unreadable'],
  ['evil.mp4', playlist, 'not-media'],
  [
    'drawing.svg',
    () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><title>${Math.random()}</title></svg>`),
    'no-decoder',
  ],
];

describe('what is no photo, video or sound that can be shown', () => {
  test.each(cases)('%s fails by name, and is in no album', async (fileName, bytesOf, failure) => {
    const { who, library } = await createLibrary();
    const item = await uploadItem(who, library, await bytesOf(), { fileName });
    expect(await waitUntilProcessed(library, item, 120_000)).toMatchObject({ state: 'failed', failure, fileName });
    expect(await inspect.docs(paths.entries(library, ALL))).toEqual(new Map());
    const { buckets } = useEmulators();
    expect(await inspect.objects(buckets.renditions, `r/${library}/`)).toEqual([]);
    expect(await inspect.doc(paths.lease(library, item))).toBeUndefined();
    // Its original is kept, and counted as what it is.
    const { size } = await waitUntilProcessed(library, item);
    expect([...(await inspect.docs(paths.counters(library))).values()]).toEqual([{ bytes: size }]);
    expect(seen).toBe(0);
    await who.close();
  });

  test('an empty file is not even announced', async () => {
    const { who, library } = await createLibrary();
    await expect(announceItem(who, library, Buffer.alloc(0))).rejects.toMatchObject({ code: 'permission-denied' });
    await who.close();
  });
});

test('bytes that are not those of the name are damaged and go away; who brings the right ones takes over', async () => {
  const { who, library } = await createLibrary();
  const { buckets } = useEmulators();
  const right = await uniqueJpeg();
  const wrong = Buffer.concat([right.subarray(0, right.length - 2), Buffer.from([0, 0])]);
  const item = idOfBytes(right);
  await uploadItem(who, library, wrong, { item });
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'damaged' });
  expect(await inspect.object(buckets.originals, originalName(library, item))).toBeUndefined();
  await expect(who.call('retryItem', { library, item })).rejects.toMatchObject({ details: { code: 'may-not' } });
  await uploadItem(who, library, right, { item });
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'ready', rev: 1 });
  await who.close();
});

test('an upload that nobody announced is refused, and so is a second one over an original', async () => {
  const { who, library } = await createLibrary();
  const bytes = await uniqueJpeg();
  const item = idOfBytes(bytes);
  const target = ref(who.originals, originalName(library, item));
  await expect(uploadBytes(target, bytes)).rejects.toMatchObject({ code: 'storage/unauthorized' });
  await uploadItem(who, library, bytes);
  await waitUntilProcessed(library, item);
  await expect(uploadBytes(target, bytes)).rejects.toMatchObject({ code: 'storage/unauthorized' });
  await who.close();
});

test('a photo whose upload calls it gzip is the photo that it is, and nothing is blown up', async () => {
  const { who, library } = await createLibrary();
  const bytes = await uniqueJpeg();
  const item = await announceItem(who, library, bytes);
  await uploadBytes(ref(who.originals, originalName(library, item)), bytes, { contentEncoding: 'gzip' });
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'ready' });
  await who.close();
});

test('a photo that is a page, too, is the photo, and nothing of the page is in what is shown', async () => {
  const { who, library } = await createLibrary();
  const page = '<html><script>alert("maru")</script></html>';
  const bytes = Buffer.concat([await uniqueJpeg(), Buffer.from(page)]);
  const item = await uploadItem(who, library, bytes, { fileName: 'photo.html' });
  expect(await waitUntilProcessed(library, item)).toMatchObject({
    state: 'ready',
    made: { kind: 'photo', format: 'jpeg' },
  });
  const { buckets } = useEmulators();
  const objects = await inspect.objects(buckets.renditions, `r/${library}/`);
  expect(objects.length).toBeGreaterThanOrEqual(2);
  for (const { name } of objects)
    expect(Buffer.from(await inspect.bytes(buckets.renditions, name)).includes('<script>'), name).toBe(false);
  await who.close();
});

test.each([['../../다른 곳/👵🏻 할머니 생신.jpg'], ['할머니 생신'.normalize('NFD') + '.jpg'], ['가'.repeat(255)]])(
  'the file name %j is a name and nothing else',
  async (fileName) => {
    const { who, library } = await createLibrary();
    const item = await uploadItem(who, library, await uniqueJpeg(), { fileName });
    expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'ready', fileName });
    expect(JSON.stringify(await inspect.doc(paths.entry(library, ALL, item)))).not.toContain(fileName);
    await who.close();
  },
);

test('a file name of 300 characters is not announced as it is', async () => {
  const { who, library } = await createLibrary();
  const bytes = await uniqueJpeg();
  await expect(announceItem(who, library, bytes, { fileName: 'a'.repeat(300) })).rejects.toMatchObject({
    code: 'permission-denied',
  });
  await who.close();
});

/** Puts an object by the emulator's own door for admins: no client can put these there. */
async function put(name: string, bytes: Buffer): Promise<void> {
  const { buckets, urls } = useEmulators();
  const query = `uploadType=media&name=${encodeURIComponent(name)}`;
  const answer = await fetch(`${urls.storage}/upload/storage/v1/b/${buckets.originals}/o?${query}`, {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'image/jpeg' },
    body: new Uint8Array(bytes),
  });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
}

test('an original without a byte fails as empty', async () => {
  const { who, library } = await createLibrary();
  const item = idOfBytes(Buffer.alloc(0));
  await seedItem(library, { uploader: who.uid as Uid, state: 'uploading', item, size: 0 });
  await put(originalName(library, item), Buffer.alloc(0));
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'empty' });
  await who.close();
});

test('an object whose name is no original, or that nobody announced, is removed and changes nothing', async () => {
  const { who, library } = await createLibrary();
  const { buckets } = useEmulators();
  const bytes = await uniqueJpeg();
  const item = idOfBytes(bytes);
  for (const name of [originalName(library, item), `originals/${library}/${item}/more`, `incoming/${item}`]) {
    const before = await countLogs('ignored an upload', item);
    await put(name, bytes);
    await waitFor(`${name} is ignored`, async () => (await countLogs('ignored an upload', item)) > before || undefined);
    await waitFor(
      `${name} is removed`,
      async () => (await inspect.objects(buckets.originals, name)).length === 0 || undefined,
    );
  }
  expect(await inspect.doc(paths.item(library, item))).toBeUndefined();
  expect(await countLogs('made', item)).toBe(0);
  await who.close();
});
