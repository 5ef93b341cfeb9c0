import { ALL, originalName, paths, type AlbumId, type ItemId, type LibraryId } from '@maru/model';
import { getAuth } from 'firebase/auth';
import { ref, uploadBytes } from 'firebase/storage';
import { expect, test } from 'vitest';
import { signInAs, waitFor, useEmulators, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { uploadItem, announceItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, forPeople, tryCall } from './members.ts';
import { createGuest } from './submitting.ts';

const { buckets, urls } = useEmulators();

/** What a browser gets of an original: its bytes, and the name that they are saved under. */
async function saved(
  who: Person,
  library: LibraryId,
  album: AlbumId,
  item: ItemId,
): Promise<{ bytes: Uint8Array; name: string }> {
  const { url } = await who.call('openOriginal', { library, album, item });
  expect(url).toMatch(new RegExp(`^${urls.storageProxy}/`));
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  const how = answer.headers.get('content-disposition') ?? '';
  const name = /^attachment; filename\*=UTF-8''(.+)$/.exec(how)?.[1] ?? '';
  return { bytes: new Uint8Array(await answer.arrayBuffer()), name: decodeURIComponent(name) };
}

test('every member saves the very bytes that were uploaded, under their own name', async () => {
  const { who, library } = await createLibrary();
  const mother = await addMember(library, who, 'viewer');
  const bytes = await uniqueJpeg();
  const fileName = "제주 '여름' (1)*.jpg";
  const item = await uploadItem(who, library, bytes, { fileName });
  await waitUntilProcessed(library, item);
  for (const one of [who, mother])
    expect(await saved(one, library, ALL, item)).toEqual({ bytes: new Uint8Array(bytes), name: fileName });
  // Nothing else of it has changed: it can still not be read by rules.
  const plain = `${urls.storageProxy}/v0/b/${buckets.originals}/o/${encodeURIComponent(originalName(library, item))}`;
  expect((await fetch(`${plain}?alt=media`)).status).toBe(403);
  await Promise.all([who.close(), mother.close()]);
});

test('an original is saved only by who sees it in that album, and never by a guest', async () => {
  const { who, library } = await createLibrary();
  const father = await addMember(library, who, 'viewer', '아빠');
  const mother = await addMember(library, who, 'viewer');
  const audience = forPeople(mother);
  const { album } = await who.call('createAlbum', { library, title: '엄마 쪽', audience });
  const guest = await createGuest(who, library, album);
  const stranger = await signInAs('낯선 사람');
  const item = await uploadItem(who, library, await uniqueJpeg(), { albums: [album] });
  await waitUntilProcessed(library, item);
  const ask = { library, album, item };
  for (const one of [guest, stranger]) expect(await tryCall(one, 'openOriginal', ask)).toBe('may-not');
  for (const through of [album, ALL]) {
    expect(await tryCall(father, 'openOriginal', { ...ask, album: through })).toBe('not-found');
    const hers = await tryCall(mother, 'openOriginal', { ...ask, album: through });
    if (through === ALL) expect(hers).toBe('not-found');
    else expect(hers).toMatchObject({ answered: { url: expect.any(String) as unknown } });
  }
  await Promise.all([who, father, mother, guest, stranger].map((one) => one.close()));
});

test('an original keeps nothing that its uploader said of it, and is saved as what its bytes are', async () => {
  const { who, library } = await createLibrary();
  const bytes = Buffer.concat([await uniqueJpeg(), Buffer.from('<html><script>alert(1)</script></html>')]);
  const item = await announceItem(who, library, bytes, { fileName: '가족사진.hta' });
  const name = originalName(library, item);
  await uploadBytes(ref(who.originals, name), bytes, {
    contentType: 'text/html',
    contentDisposition: 'inline',
    contentEncoding: 'gzip',
    contentLanguage: 'ko',
    cacheControl: 'public, max-age=31536000',
    customMetadata: { note: 'x' },
  });
  expect((await waitUntilProcessed(library, item)).state).toBe('ready');
  expect(await inspect.object(buckets.originals, name)).toMatchObject({
    contentType: 'application/octet-stream',
    contentDisposition: undefined,
    contentLanguage: undefined,
    cacheControl: undefined,
    custom: {},
  });
  // Not decompressed on its way: these are the stored bytes.
  expect(await saved(who, library, ALL, item)).toEqual({ bytes: new Uint8Array(bytes), name: '가족사진.jpg' });
  await who.close();
});

test('what is uploaded under a name that is no original is removed', async () => {
  const { who, library } = await createLibrary();
  const bytes = await uniqueJpeg();
  const item = await announceItem(who, library, bytes);
  const path = encodeURIComponent(`${originalName(library, item)}/`);
  const url = `${urls.storage}/v0/b/${buckets.originals}/o?name=${path}`;
  const headers = {
    Authorization: `Firebase ${await getAuth(who.db.app).currentUser?.getIdToken()}`,
    'Content-Type': 'image/jpeg',
  };
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(bytes) });
  expect(answer.status).toBe(200);
  await waitFor(
    'it is gone',
    async () => (await inspect.objects(buckets.originals, `originals/${library}/`)).length === 0,
  );
  // Its item waits for its bytes as before.
  expect(await inspect.doc(paths.item(library, item))).toMatchObject({ state: 'uploading' });
  await who.close();
});

test('what is not there, not made or no id at all is not found, and tells no more than that', async () => {
  const { who, library } = await createLibrary();
  const item = await announceItem(who, library, await uniqueJpeg());
  const ask = { library, album: ALL, item };
  for (const other of [{}, { item: 'q'.repeat(32) }, { album: 'a'.repeat(20) }])
    expect(await tryCall(who, 'openOriginal', { ...ask, ...other })).toBe('not-found');
  expect(await tryCall(who, 'openOriginal', { ...ask, library: 'a'.repeat(20) })).toBe('may-not');
  for (const bad of [{ item: `../${item}` }, { item: '' }, { album: 7 }, { library: undefined }])
    expect(await tryCall(who, 'openOriginal', { ...ask, ...bad })).toBe('bad-input');
  expect(await inspect.object(buckets.originals, originalName(library, item))).toBeUndefined();
  expect(await inspect.doc(paths.item(library, item))).toMatchObject({ state: 'uploading' });
  await who.close();
});
