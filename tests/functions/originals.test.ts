import {
  ALL,
  MAX_ORIGINALS_PER_CALL,
  originalName,
  paths,
  type AlbumId,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import { getAuth } from 'firebase/auth';
import { ref, uploadBytes } from 'firebase/storage';
import { expect, test } from 'vitest';
import { signInAs, waitFor, useEmulators, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { uploadItem, announceItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, forPeople, tryCall } from './members.ts';
import { createGuest } from './submitting.ts';

const { buckets, urls } = useEmulators();

/** Downloads an original as a browser does; returns its bytes and file name. */
async function download(
  person: Person,
  library: LibraryId,
  album: AlbumId,
  item: ItemId,
): Promise<{ bytes: Uint8Array; name: string }> {
  const { originals } = await person.call('openOriginals', { library, album, items: [item] });
  const { url, name: savedName, size } = originals[0] ?? {};
  expect(originals).toHaveLength(1);
  expect(url).toMatch(new RegExp(`^${urls.storageProxy}/`));
  const response = await fetch(url ?? '');
  expect(response.status).toBe(200);
  const disposition = response.headers.get('content-disposition') ?? '';
  const name = /^attachment; filename\*=UTF-8''(.+)$/.exec(disposition)?.[1] ?? '';
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect({ name: savedName, size }).toEqual({ name: decodeURIComponent(name), size: bytes.length });
  return { bytes, name: decodeURIComponent(name) };
}

test('every member downloads the uploaded bytes under their original name', async () => {
  const { owner, library } = await createLibrary();
  const mother = await addMember(library, owner, 'viewer');
  const bytes = await uniqueJpeg();
  const fileName = "제주 '여름' (1)*.jpg";
  const item = await uploadItem(owner, library, bytes, { fileName });
  await waitUntilProcessed(library, item);
  for (const one of [owner, mother])
    expect(await download(one, library, ALL, item)).toEqual({ bytes: new Uint8Array(bytes), name: fileName });
  // The rules still do not let anyone read it.
  const plain = `${urls.storageProxy}/v0/b/${buckets.originals}/o/${encodeURIComponent(originalName(library, item))}`;
  expect((await fetch(`${plain}?alt=media`)).status).toBe(403);
  await Promise.all([owner.close(), mother.close()]);
});

test('an original is opened only to members who see it in that album, and never to guests', async () => {
  const { owner, library } = await createLibrary();
  const father = await addMember(library, owner, 'viewer', '아빠');
  const mother = await addMember(library, owner, 'viewer');
  const audience = forPeople(mother);
  const { album } = await owner.call('createAlbum', { library, title: '엄마 쪽', audience });
  const guest = await createGuest(owner, library, album);
  const stranger = await signInAs('낯선 사람');
  const item = await uploadItem(owner, library, await uniqueJpeg(), { albums: [album] });
  await waitUntilProcessed(library, item);
  const request = { library, album, items: [item] };
  for (const one of [guest, stranger]) expect(await tryCall(one, 'openOriginals', request)).toBe('forbidden');
  for (const through of [album, ALL]) {
    const open = async (one: Person) => (await one.call('openOriginals', { ...request, album: through })).originals;
    expect(await open(father)).toEqual([]);
    expect((await open(mother)).map((original) => original.item)).toEqual(through === ALL ? [] : [item]);
  }
  await Promise.all([owner, father, mother, guest, stranger].map((one) => one.close()));
});

test('metadata set by the uploader is dropped, and the download is named by the detected format', async () => {
  const { owner, library } = await createLibrary();
  const bytes = Buffer.concat([await uniqueJpeg(), Buffer.from('<html><script>alert(1)</script></html>')]);
  const item = await announceItem(owner, library, bytes, { fileName: '가족사진.hta' });
  const name = originalName(library, item);
  await uploadBytes(ref(owner.originals, name), bytes, {
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
  // The stored bytes, not decompressed.
  expect(await download(owner, library, ALL, item)).toEqual({ bytes: new Uint8Array(bytes), name: '가족사진.jpg' });
  await owner.close();
});

test('an object with an unexpected name is removed', async () => {
  const { owner, library } = await createLibrary();
  const bytes = await uniqueJpeg();
  const item = await announceItem(owner, library, bytes);
  const path = encodeURIComponent(`${originalName(library, item)}/`);
  const url = `${urls.storage}/v0/b/${buckets.originals}/o?name=${path}`;
  const headers = {
    Authorization: `Firebase ${await getAuth(owner.db.app).currentUser?.getIdToken()}`,
    'Content-Type': 'image/jpeg',
  };
  const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(bytes) });
  expect(response.status).toBe(200);
  await waitFor(
    'the object is removed',
    async () => (await inspect.objects(buckets.originals, `originals/${library}/`)).length === 0,
  );
  // The item still waits for its bytes.
  expect(await inspect.doc(paths.item(library, item))).toMatchObject({ state: 'uploading' });
  await owner.close();
});

test('a missing or unprocessed item is left out, and a malformed request refused', async () => {
  const { owner, library } = await createLibrary();
  const item = await announceItem(owner, library, await uniqueJpeg());
  const request = { library, album: ALL, items: [item] };
  for (const other of [{}, { items: ['q'.repeat(32) as ItemId] }, { album: 'a'.repeat(20) as AlbumId }])
    expect(await owner.call('openOriginals', { ...request, ...other })).toEqual({ originals: [] });
  expect(await tryCall(owner, 'openOriginals', { ...request, library: 'a'.repeat(20) })).toBe('forbidden');
  const tooMany = Array.from({ length: MAX_ORIGINALS_PER_CALL + 1 }, () => item);
  for (const invalid of [
    { items: [`../${item}`] },
    { items: [] },
    { items: tooMany },
    { album: 7 },
    { library: undefined },
  ])
    expect(await tryCall(owner, 'openOriginals', { ...request, ...invalid })).toBe('invalid-request');
  expect(await inspect.object(buckets.originals, originalName(library, item))).toBeUndefined();
  expect(await inspect.doc(paths.item(library, item))).toMatchObject({ state: 'uploading' });
  await owner.close();
});
