import {
  ALL,
  MASTER,
  objectUrl,
  paths,
  readAlbum,
  readItem,
  renditionName,
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
import { TOKEN_OVERLAP_S } from '../harness/emulators.ts';
import { runMaintenance, runTask } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { mp4Of } from '../media/video.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';

/** The renditions of an item: images, playlists and chunks. */
const filesOf = ({ mediaInfo }: Item): RenditionFile[] =>
  mediaInfo?.kind === 'photo'
    ? ['grid', 'screen']
    : [
        ...(['grid', 'poster', MASTER] as const),
        ...(mediaInfo?.variants ?? []).flatMap((variant) => [variantPlaylist(variant), chunkFile(variant, 0)]),
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

/** Creates a library with a photo in two albums and optionally a video, and a member who has seen them. */
async function createViewedLibrary({ withVideo = false } = {}): Promise<{
  owner: Person;
  gone: Person;
  library: LibraryId;
  items: ItemId[];
}> {
  const { owner, library } = await createLibrary();
  const removed = await signInAs('김영숙');
  await owner.call('inviteByEmail', { library, address: removed.address, role: 'viewer' });
  await removed.call('onSignIn', {});
  const { album } = await owner.call('createAlbum', { library, title: '여름', audience: { kind: 'library' } });
  const items = [await uploadItem(owner, library, await uniqueJpeg(), { albums: [ALL, album] })];
  if (withVideo)
    items.push(await uploadItem(owner, library, await mp4Of({ width: 640, height: 480, seconds: 3, seed: 77 })));
  for (const item of items) await waitUntilProcessed(library, item);
  return { owner, gone: removed, library, items };
}

const waitUntilRotated = (library: LibraryId): Promise<true> =>
  waitFor(
    'the rotation is finished',
    async () => (await inspect.count(paths.rotations(library))) === 0 || undefined,
    60_000,
  );

/** Checks that an item's entries, renditions and playlists all use its current token. */
async function expectConsistent(library: LibraryId, id: ItemId): Promise<Item> {
  const item = await itemOf(library, id);
  for (const album of item.albums)
    expect((await inspect.doc(paths.entry(library, album, id)))?.['token']).toBe(item.token);
  expect(await statuses(urlsOf(library, id, item))).toEqual([200]);
  const objects = await inspect.objects(useEmulators().buckets.renditions, `r/${library}/${id}/`);
  expect(objects.map(({ tokens }) => tokens)).toEqual(objects.map(() => [item.token]));
  return item;
}

test.concurrent('after a removal all earlier URLs of a photo and a video fail, and entries show new ones', async () => {
  const { owner, gone: removed, library, items } = await createViewedLibrary({ withVideo: true });
  const before = await Promise.all(items.map((item) => itemOf(library, item)));
  const earlierUrls = items.flatMap((id, n) => urlsOf(library, id, before[n] as Item));
  expect(await statuses(earlierUrls)).toEqual([200]);
  await waitFor('it has a cover', async () => readAlbum(await inspect.doc(paths.album(library, ALL))).cover);

  await owner.call('removeMember', { library, uid: removed.uid as Uid });
  const removedAt = Date.now();
  // Earlier URLs still work until other members have received the new ones.
  await waitFor(
    'new tokens are visible',
    async () => (await itemOf(library, items[0] as ItemId)).token !== before[0]?.token,
  );
  expect(await statuses(earlierUrls)).toEqual([200]);
  await waitUntilRotated(library);
  expect(Date.now() - removedAt).toBeGreaterThan(TOKEN_OVERLAP_S * 1000);

  expect(await statuses(earlierUrls)).toEqual([403]);
  for (const [n, id] of items.entries()) {
    const item = await expectConsistent(library, id);
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
  await Promise.all([owner.close(), removed.close()]);
});

test.concurrent('the sweeper starts a rotation whose task was lost, and resumes one that crashed', async () => {
  const { owner, gone: removed, library, items } = await createViewedLibrary();
  const [id] = items as [ItemId];
  const before = await itemOf(library, id);
  const lost = new Date(Date.now() - 5 * 60_000);
  await waitFor('it is indexed', async () => readAlbum(await inspect.doc(paths.album(library, ALL))).cover);
  await seed(paths.rotation(library, 'lost'), { albums: [ALL], everything: false, at: lost });
  // The previous holder died a minute ago.
  await seed(paths.rotationLock(library), { holder: 'crashed', until: new Date(Date.now() - 60_000) });
  await runMaintenance();
  await waitUntilRotated(library);
  expect(await statuses(urlsOf(library, id, before))).toEqual([403]);
  await expectConsistent(library, id);
  await Promise.all([owner.close(), removed.close()]);
});

test.concurrent(
  'concurrent tasks, an album that grows and an item processed meanwhile end in a consistent state',
  async () => {
    const { owner, gone: removed, library, items } = await createViewedLibrary();
    const [id] = items as [ItemId];
    const before = await itemOf(library, id);
    const { album } = await owner.call('createAlbum', { library, title: '가을', audience: { kind: 'library' } });
    await seed(paths.rotation(library, 'one'), { albums: [ALL], everything: false, at: new Date() });
    const tasks = Array.from({ length: 3 }, () => runTask('rotateTokens', { library, rotation: 'one' }));
    const settled = Promise.allSettled(tasks);
    await owner.call('addToAlbum', { library, album, items: [id] });
    const late = await uploadItem(owner, library, await uniqueJpeg(), { albums: [ALL, album] });
    await waitUntilProcessed(library, late);
    const results = await settled;
    // One rotates; the others are retried later or find nothing to do.
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    await waitUntilRotated(library);
    expect(await statuses(urlsOf(library, id, before))).toEqual([403]);
    const { albums } = await expectConsistent(library, id);
    expect(albums).toContain(album);
    await expectConsistent(library, late);
    await Promise.all([owner.close(), removed.close()]);
  },
);
