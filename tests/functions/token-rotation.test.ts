import {
  ALL,
  MASTER,
  objectUrl,
  paths,
  readAlbum,
  readItem,
  renditionName,
  TOKEN_OVERLAP_S,
  variantPlaylist,
  chunkFile,
  type Item,
  type ItemId,
  type LibraryId,
  type RenditionFile,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { signInAs, waitFor, useEmulators, type Person } from '../harness.ts';
import { runScheduled, runTask } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { mp4Of } from '../media/video.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';

/** What is made of an item: its stills, its playlists, its slices. */
const filesOf = ({ made }: Item): RenditionFile[] =>
  made?.kind === 'photo'
    ? ['grid', 'screen']
    : [
        ...(['grid', 'poster', MASTER] as const),
        ...(made?.rungs ?? []).flatMap((rung) => [variantPlaylist(rung), chunkFile(rung, 0)]),
      ];

const urlsOf = (library: LibraryId, id: ItemId, item: Item): string[] =>
  filesOf(item).map((file) =>
    objectUrl(
      useEmulators().urls.storageProxy,
      useEmulators().buckets.renditions,
      renditionName(library, id, item.rev, file),
      item.token ?? '',
    ),
  );

const statusOf = async (url: string): Promise<number> => (await fetch(url, { method: 'GET' })).status;

const statuses = async (urls: readonly string[]): Promise<number[]> => [
  ...new Set(await Promise.all(urls.map(statusOf))),
];

const itemOf = async (library: LibraryId, item: ItemId): Promise<Item> =>
  readItem(await inspect.doc(paths.item(library, item)));

/** A library with a photo in two albums and, where one is wanted, a video; and somebody who saw all of it. */
async function seen({ film = false } = {}): Promise<{
  who: Person;
  gone: Person;
  library: LibraryId;
  items: ItemId[];
}> {
  const { who, library } = await createLibrary();
  const gone = await signInAs('김영숙');
  await who.call('inviteByEmail', { library, address: gone.address, role: 'viewer' });
  await gone.call('onSignIn', {});
  const { album } = await who.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
  const items = [await uploadItem(who, library, await uniqueJpeg(), { albums: [ALL, album] })];
  if (film) items.push(await uploadItem(who, library, await mp4Of({ width: 640, height: 480, seconds: 3, seed: 77 })));
  for (const item of items) await waitUntilProcessed(library, item, 120_000);
  return { who, gone, library, items };
}

const isRotated = (library: LibraryId): Promise<true> =>
  waitFor(
    'all is rotated',
    async () => (await inspect.count(paths.rotations(library))) === 0 || undefined,
    2 * TOKEN_OVERLAP_S * 1000,
  );

/** All that is shown of an item carries its present token, and what it names is there. */
async function expectWhole(library: LibraryId, id: ItemId): Promise<Item> {
  const item = await itemOf(library, id);
  for (const album of item.albums)
    expect((await inspect.doc(paths.entry(library, album, id)))?.['token']).toBe(item.token);
  expect(await statuses(urlsOf(library, id, item))).toEqual([200]);
  const objects = await inspect.objects(useEmulators().buckets.renditions, `r/${library}/${id}/`);
  expect(objects.map(({ tokens }) => tokens)).toEqual(objects.map(() => [item.token]));
  return item;
}

test.concurrent(
  'after a removal every URL of a picture and a video is dead, and what is shown has new ones',
  async () => {
    const { who, gone, library, items } = await seen({ film: true });
    const before = await Promise.all(items.map((item) => itemOf(library, item)));
    const old = items.flatMap((id, n) => urlsOf(library, id, before[n] as Item));
    expect(await statuses(old)).toEqual([200]);
    await waitFor('it has a cover', async () => readAlbum(await inspect.doc(paths.album(library, ALL))).cover);

    await who.call('removeMember', { library, uid: gone.uid as Uid });
    const began = Date.now();
    // For those who stay the old ones hold until they have heard of the new ones.
    await waitFor(
      'new tokens are shown',
      async () => (await itemOf(library, items[0] as ItemId)).token !== before[0]?.token,
    );
    expect(await statuses(old)).toEqual([200]);
    await isRotated(library);
    expect(Date.now() - began).toBeGreaterThan(TOKEN_OVERLAP_S * 1000);

    expect(await statuses(old)).toEqual([403]);
    for (const [n, id] of items.entries()) {
      const item = await expectWhole(library, id);
      expect(item.token).not.toBe(before[n]?.token);
      for (const file of filesOf(item).filter((name) => name.endsWith('.m3u8'))) {
        const name = renditionName(library, id, item.rev, file);
        const text = Buffer.from(await inspect.bytes(useEmulators().buckets.renditions, name)).toString();
        expect(new Set(text.match(/token=[\w-]+/g))).toEqual(new Set([`token=${item.token ?? ''}`]));
        expect(await inspect.object(useEmulators().buckets.renditions, name)).toMatchObject({
          contentType: 'application/vnd.apple.mpegurl',
          cacheControl: 'private, no-cache',
        });
      }
    }
    const { cover } = readAlbum(await inspect.doc(paths.album(library, ALL)));
    expect(cover?.token).toBe((await itemOf(library, cover?.item as ItemId)).token);
    await Promise.all([who.close(), gone.close()]);
  },
  300_000,
);

test.concurrent(
  'a rotation whose task was lost is taken up by the sweeper, and one that died goes on',
  async () => {
    const { who, gone, library, items } = await seen();
    const [id] = items as [ItemId];
    const before = await itemOf(library, id);
    const lost = new Date(Date.now() - 5 * 60_000);
    await seed(paths.rotation(library, 'lost'), { albums: [ALL], everything: false, at: lost });
    // Whoever was at it died a minute ago.
    await seed(paths.rotationLock(library), { holder: 'the dead', until: new Date(Date.now() - 60_000) });
    await runScheduled('sweep');
    await isRotated(library);
    expect(await statuses(urlsOf(library, id, before))).toEqual([403]);
    await expectWhole(library, id);
    await Promise.all([who.close(), gone.close()]);
  },
  300_000,
);

test.concurrent(
  'tasks that come twice and at once, an album that is added to, and an item made meanwhile end as one whole',
  async () => {
    const { who, gone, library, items } = await seen();
    const [id] = items as [ItemId];
    const before = await itemOf(library, id);
    const { album } = await who.call('createAlbum', { library, title: '가을', audience: { kind: 'library' } });
    await seed(paths.rotation(library, 'one'), { albums: [ALL], everything: false, at: new Date() });
    const tasks = Array.from({ length: 3 }, () => runTask('rotateTokens', { library, rotation: 'one' }));
    const ends = Promise.allSettled(tasks);
    await who.call('addToAlbum', { library, album, items: [id] });
    const late = await uploadItem(who, library, await uniqueJpeg(), { albums: [ALL, album] });
    await waitUntilProcessed(library, late);
    const results = await ends;
    // One works, the others ask again later, or find nothing to do.
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    await isRotated(library);
    expect(await statuses(urlsOf(library, id, before))).toEqual([403]);
    const { albums } = await expectWhole(library, id);
    expect(albums).toContain(album);
    await expectWhole(library, late);
    await Promise.all([who.close(), gone.close()]);
  },
  300_000,
);
