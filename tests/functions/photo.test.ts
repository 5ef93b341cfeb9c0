import { ALL, originalName, paths, readAlbum, readEntry, renditionName, type Uid } from '@maru/model';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { until, useEngine } from '../harness.ts';
import { look } from '../harness/look.ts';
import { add, owner, settled } from './adding.ts';

const drawn = (width: number, height: number, red: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 90, b: 40 } } })
    .jpeg()
    .withExif({ IFD0: { Artist: 'somebody' } })
    .toBuffer();

test('a JPEG that an owner adds becomes an entry with pictures that its token opens', async () => {
  const { who, library } = await owner();
  const bytes = await drawn(2400, 1800, 200);
  const item = await add(who, library, bytes);
  const made = await settled(library, item);
  expect(made).toMatchObject({
    state: 'ready',
    rev: 1,
    made: { kind: 'photo', format: 'jpeg', width: 2400, height: 1800, rungs: [] },
  });
  const entry = readEntry(await look.doc(paths.entry(library, ALL, item)));
  expect(entry).toMatchObject({ kind: 'photo', by: who.uid, rev: 1, token: made.token, width: 2400, height: 1800 });
  expect(entry.thumbhash?.length).toBeGreaterThan(20);

  const { urls, buckets } = useEngine();
  for (const [file, width, height] of [
    ['grid.webp', 427, 320],
    ['screen.webp', 1600, 1200],
  ] as const) {
    const name = renditionName(library, item, 1, file);
    const url = `${urls.storageProxy}/v0/b/${buckets.renditions}/o/${encodeURIComponent(name)}?alt=media&token=`;
    const answer = await fetch(url + entry.token);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'image/webp',
      'private, max-age=86400',
    ]);
    const picture = await sharp(await answer.arrayBuffer()).metadata();
    expect(picture).toMatchObject({ format: 'webp', width, height });
    expect([picture.exif, picture.xmp, picture.icc, picture.iptc]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect((await fetch(`${url}00000000-0000-4000-8000-000000000000`)).status).toBe(403);
  }

  const album = await until('the album is counted', async () => {
    const found = readAlbum(await look.doc(paths.album(library, ALL)));
    return found.count === 1 && found;
  });
  expect(album.cover).toMatchObject({ item, rev: 1, token: entry.token, file: 'grid.webp' });
  expect(album.readers).toEqual([who.uid as Uid]);
  const counters = [...(await look.docs(`${paths.library(library)}/counters`)).values()];
  expect(counters).toEqual([{ items: 1, bytes: bytes.length }]);
  expect(await look.docs(`${paths.library(library)}/work`)).toEqual(new Map());
  await who.close();
});

test("the token that the upload's answer showed opens nothing once the item is made", async () => {
  const { who, library } = await owner();
  const { urls, buckets } = useEngine();
  const item = await add(who, library, await drawn(64, 48, 10));
  await settled(library, item);
  const [shown] = (await look.object(buckets.originals, originalName(library, item)))?.tokens ?? [];
  expect(shown).toBeDefined();
  await who.close();
  expect(urls).toBeDefined();
});
