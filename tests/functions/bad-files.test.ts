import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ALL, originalName, paths, type Failure, type Uid } from '@maru/model';
import { ref, uploadBytes } from 'firebase/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tiffBombs } from '../../functions/testing/fuzz/bombs/tiff.ts';
import { webpBombs } from '../../functions/testing/fuzz/bombs/webp.ts';
import { withExif } from '../../functions/testing/fuzz/formats/jpeg.ts';
import { png, zeros } from '../../functions/testing/fuzz/formats/png.ts';
import { directory, tiff, type TiffEntry } from '../../functions/testing/fuzz/formats/tiff.ts';
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

let canaryHits = 0;
let canary: Server;
beforeAll(async () => {
  canary = createServer((_request, response) => {
    canaryHits += 1;
    response.end('a secret');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => canary.close(resolve)));

const truncate = (whole: Buffer, fraction: number): Buffer => whole.subarray(0, Math.floor(whole.length * fraction));

const playlist = (): Buffer => {
  const { port } = canary.address() as AddressInfo;
  return Buffer.from(
    `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:${port}/secret.ts\n#EXT-X-ENDLIST\n`,
  );
};

/** Returns a file of the fuzz corpus, which `npm run test:slow` processes without the emulators. */
const fuzzFile = (fileName: string): Buffer => {
  const file = [...webpBombs(), ...tiffBombs()].find(({ name }) => name === fileName);
  if (!file) throw new Error(`no ${fileName}`);
  return file.bytes();
};

const cyclicTiff = tiff(directory(Array.from({ length: 5000 }, (): TiffEntry => [34665, 4, 1, 8])));

const cases: [name: string, bytes: () => Buffer | Promise<Buffer>, failure: Failure][] = [
  ['a letter.jpg', () => Buffer.from(`Dear all, ${Math.random()}`), 'not-media'],
  ['sliver.jpg', async () => truncate(await jpegOf({ seed: 51 }), 0.05), 'unreadable'],
  [
    'truncated.mp4',
    async () => truncate(await mp4Of({ width: 320, height: 240, seconds: 6, seed: 52 }), 0.5),
    'unreadable',
  ],
  [
    'without index.mp4',
    async () => truncate(await mp4Of({ width: 320, height: 240, seconds: 2, seed: 53 }), 0.01),
    'unreadable',
  ],
  ['bomb.png', () => png({ width: 16_000, height: 16_000 }, { pixels: zeros(1000) }), 'too-many-pixels'],
  ['44 bytes.webp', () => fuzzFile('16,383 square in 44 bytes'), 'too-many-pixels'],
  ['frames.webp', () => fuzzFile('a hundred thousand frames'), 'too-many-pixels'],
  ['circle.tif', () => fuzzFile('two directories in a cycle'), 'too-many-pixels'],
  ['circles.jpg', async () => withExif(await jpegOf({ seed: 54 }), cyclicTiff), 'unreadable'],
  ['evil.mp4', playlist, 'not-media'],
  [
    'drawing.svg',
    () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><title>${Math.random()}</title></svg>`),
    'no-decoder',
  ],
];

describe('files that cannot be displayed', () => {
  test.each(cases)('%s fails with its reason and is in no album', async (fileName, bytesOf, failure) => {
    const { owner, library } = await createLibrary();
    const item = await uploadItem(owner, library, await bytesOf(), { fileName });
    expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure, fileName });
    expect(await inspect.docs(paths.entries(library, ALL))).toEqual(new Map());
    const { buckets } = useEmulators();
    expect(await inspect.objects(buckets.renditions, `r/${library}/`)).toEqual([]);
    expect(await inspect.doc(paths.lease(library, item))).toBeUndefined();
    // The original is stored and counted.
    const { size } = await waitUntilProcessed(library, item);
    expect([...(await inspect.docs(paths.counters(library))).values()]).toEqual([{ bytes: size }]);
    expect(canaryHits).toBe(0);
    await owner.close();
  });

  test('an empty file is not announced', async () => {
    const { owner, library } = await createLibrary();
    await expect(announceItem(owner, library, Buffer.alloc(0))).rejects.toMatchObject({ code: 'permission-denied' });
    await owner.close();
  });
});

test('bytes that do not match their id fail as damaged and are deleted; the right bytes can be uploaded afterwards', async () => {
  const { owner, library } = await createLibrary();
  const { buckets } = useEmulators();
  const right = await uniqueJpeg();
  const wrong = Buffer.concat([right.subarray(0, right.length - 2), Buffer.from([0, 0])]);
  const item = idOfBytes(right);
  await uploadItem(owner, library, wrong, { item });
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'damaged' });
  expect(await inspect.object(buckets.originals, originalName(library, item))).toBeUndefined();
  await expect(owner.call('retryItem', { library, item })).rejects.toMatchObject({ details: { code: 'forbidden' } });
  await uploadItem(owner, library, right, { item });
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'ready', rev: 1 });
  await owner.close();
});

test('an unannounced upload is refused, and so is overwriting an original', async () => {
  const { owner, library } = await createLibrary();
  const bytes = await uniqueJpeg();
  const item = idOfBytes(bytes);
  const target = ref(owner.originals, originalName(library, item));
  await expect(uploadBytes(target, bytes)).rejects.toMatchObject({ code: 'storage/unauthorized' });
  await uploadItem(owner, library, bytes);
  await waitUntilProcessed(library, item);
  await expect(uploadBytes(target, bytes)).rejects.toMatchObject({ code: 'storage/unauthorized' });
  await owner.close();
});

test('a photo uploaded with the content encoding gzip is processed unchanged', async () => {
  const { owner, library } = await createLibrary();
  const bytes = await uniqueJpeg();
  const item = await announceItem(owner, library, bytes);
  await uploadBytes(ref(owner.originals, originalName(library, item)), bytes, { contentEncoding: 'gzip' });
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'ready' });
  await owner.close();
});

test('a photo with HTML appended is processed as the photo, without the HTML', async () => {
  const { owner, library } = await createLibrary();
  const page = '<html><script>alert("maru")</script></html>';
  const bytes = Buffer.concat([await uniqueJpeg(), Buffer.from(page)]);
  const item = await uploadItem(owner, library, bytes, { fileName: 'photo.html' });
  expect(await waitUntilProcessed(library, item)).toMatchObject({
    state: 'ready',
    mediaInfo: { kind: 'photo', format: 'jpeg' },
  });
  const { buckets } = useEmulators();
  const objects = await inspect.objects(buckets.renditions, `r/${library}/`);
  expect(objects.length).toBeGreaterThanOrEqual(2);
  for (const { name } of objects)
    expect(Buffer.from(await inspect.bytes(buckets.renditions, name)).includes('<script>'), name).toBe(false);
  await owner.close();
});

test.each([['../../다른 곳/👵🏻 할머니 생신.jpg'], ['할머니 생신'.normalize('NFD') + '.jpg'], ['가'.repeat(255)]])(
  'the file name %j is stored as a plain name',
  async (fileName) => {
    const { owner, library } = await createLibrary();
    const item = await uploadItem(owner, library, await uniqueJpeg(), { fileName });
    expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'ready', fileName });
    expect(JSON.stringify(await inspect.doc(paths.entry(library, ALL, item)))).not.toContain(fileName);
    await owner.close();
  },
);

test('a file name of 300 characters is not announced', async () => {
  const { owner, library } = await createLibrary();
  const bytes = await uniqueJpeg();
  await expect(announceItem(owner, library, bytes, { fileName: 'a'.repeat(300) })).rejects.toMatchObject({
    code: 'permission-denied',
  });
  await owner.close();
});

/** Creates an object past the rules, as no client can. */
async function putObject(name: string, bytes: Buffer): Promise<void> {
  const { buckets, urls } = useEmulators();
  const query = `uploadType=media&name=${encodeURIComponent(name)}`;
  const response = await fetch(`${urls.storage}/upload/storage/v1/b/${buckets.originals}/o?${query}`, {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'image/jpeg' },
    body: new Uint8Array(bytes),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
}

test('an empty original fails as empty', async () => {
  const { owner, library } = await createLibrary();
  const item = idOfBytes(Buffer.alloc(0));
  await seedItem(library, { uploader: owner.uid as Uid, state: 'uploading', item, size: 0 });
  await putObject(originalName(library, item), Buffer.alloc(0));
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'empty' });
  await owner.close();
});

test('an unannounced object or one with an unexpected name is removed and changes nothing', async () => {
  const { owner, library } = await createLibrary();
  const { buckets } = useEmulators();
  const bytes = await uniqueJpeg();
  const item = idOfBytes(bytes);
  for (const name of [originalName(library, item), `originals/${library}/${item}/more`, `incoming/${item}`]) {
    const before = await countLogs('ignored an upload', item);
    await putObject(name, bytes);
    await waitFor(`${name} is ignored`, async () => (await countLogs('ignored an upload', item)) > before || undefined);
    await waitFor(
      `${name} is removed`,
      async () => (await inspect.objects(buckets.originals, name)).length === 0 || undefined,
    );
  }
  expect(await inspect.doc(paths.item(library, item))).toBeUndefined();
  expect(await countLogs('processed', item)).toBe(0);
  await owner.close();
});
