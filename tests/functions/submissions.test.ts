import {
  ALL,
  incomingName,
  MAX_SUBMISSION_BYTES,
  MAX_SUBMISSIONS_PER_DAY,
  dayOf,
  guestRev,
  originalName,
  paths,
  readActivity,
  readEntry,
  readItem,
  readSubmission,
  itemRenditionsPrefix,
  UPLOAD_DAYS,
  type SubmissionId,
  type Uid,
} from '@maru/model';
import { ref, uploadBytes } from 'firebase/storage';
import { expect, test } from 'vitest';
import { signInAs, waitFor, useEmulators } from '../harness.ts';
import { redeliverFinalize, runMaintenance, runTask } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { uploadItem, announceItem, uniqueJpeg, idOfBytes, waitUntilProcessed } from './uploading.ts';
import { tryCall } from './members.ts';
import { submitFile, waitForState, createGuest, waitUntilIngested, createGuestAlbum } from './submitting.ts';

const { originals, renditions } = useEmulators().buckets;
const expectNoIncoming = async (library: string): Promise<void> => {
  await waitFor('nothing is left under incoming/', async () => {
    const submission = await inspect.objects(originals, `incoming/${library}/`);
    return submission.length === 0;
  });
};

test("an unmoderated upload enters the album under the guest's name, and a repeated event changes nothing", async () => {
  const { library, album, guest, close } = await createGuestAlbum('yes');
  const bytes = await uniqueJpeg();
  const submission = await submitFile(guest, { library, album }, bytes);
  const name = incomingName(library, guest.uid as Uid, submission);
  await redeliverFinalize(originals, name).catch(() => undefined);
  expect(await waitUntilIngested(library, submission, 150_000)).toMatchObject({
    state: 'added',
    item: idOfBytes(bytes),
  });
  const item = idOfBytes(bytes);
  for (const one of [ALL, album]) {
    const entry = readEntry(await inspect.doc(paths.entry(library, one, item)));
    expect(entry).toMatchObject({ by: guest.uid, guest: guest.name });
  }
  const stored = readItem(await inspect.doc(paths.item(library, item)));
  expect(stored).toMatchObject({ uploader: guest.uid, guest: guest.name, fileName: '우리 사진.jpg' });
  await expectNoIncoming(library);
  const before = await inspect.doc(paths.item(library, item));
  await runTask('ingestSubmission', { library, submission });
  expect(await inspect.doc(paths.item(library, item))).toEqual(before);
  expect(await inspect.count(paths.items(library))).toBe(1);
  await close();
}, 180_000);

test('a moderated upload stays pending and invisible until it is accepted', async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('moderated');
  const bytes = await uniqueJpeg();
  const item = idOfBytes(bytes);
  const submission = await submitFile(guest, { library, album }, bytes);
  expect(await waitUntilIngested(library, submission)).toMatchObject({ state: 'pending', item });
  expect(readItem(await inspect.doc(paths.item(library, item)))).toMatchObject({ state: 'ready', albums: [] });
  expect(await inspect.count(paths.entries(library, album))).toBe(0);
  expect(await tryCall(guest, 'moderateSubmission', { library, submission, isAccepted: true })).toBe('forbidden');
  await owner.call('moderateSubmission', { library, submission, isAccepted: true });
  await owner.call('moderateSubmission', { library, submission, isAccepted: false });
  expect(readSubmission(await inspect.doc(paths.submission(library, submission))).state).toBe('added');
  const entry = readEntry(await inspect.doc(paths.entry(library, album, item)));
  expect(entry).toMatchObject({ by: guest.uid, guest: guest.name });
  const activities = [...(await inspect.docs(paths.activities(library))).values()].map(readActivity);
  expect(activities.filter(({ type }) => type === 'moderated-submission')).toEqual([
    expect.objectContaining({ by: owner.uid, person: guest.name, target: '돌잔치' }),
  ]);
  await close();
});

test('in an album for certain people, an upload joins that album only', async () => {
  const { library, album, guest, close } = await createGuestAlbum('yes', false);
  const bytes = await uniqueJpeg();
  const submission = await submitFile(guest, { library, album }, bytes);
  await waitForState(library, submission, 'added');
  expect(readItem(await inspect.doc(paths.item(library, idOfBytes(bytes)))).albums).toEqual([album]);
  expect(await inspect.count(paths.entries(library, ALL))).toBe(0);
  await close();
});

test('declining a submission deletes it completely, even if submitted twice', async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('moderated');
  const bytes = await uniqueJpeg();
  const item = idOfBytes(bytes);
  const [one, two] = [
    await submitFile(guest, { library, album }, bytes),
    await submitFile(guest, { library, album }, bytes, '같은 사진.jpg'),
  ];
  for (const submission of [one, two]) await waitForState(library, submission, 'pending');
  await owner.call('moderateSubmission', { library, submission: one, isAccepted: false });
  for (const submission of [one, two]) {
    const stored = await inspect.doc(paths.submission(library, submission));
    expect([readSubmission(stored).state, stored?.['needsCleanup']]).toEqual(['declined', undefined]);
  }
  expect(await inspect.doc(paths.item(library, item))).toBeUndefined();
  expect(await inspect.object(originals, originalName(library, item))).toBeUndefined();
  expect(await inspect.objects(renditions, itemRenditionsPrefix(library, item))).toEqual([]);
  const counters = [...(await inspect.docs(paths.counters(library))).values()];
  expect(counters).toEqual([{ bytes: 0 }]);
  // It may be submitted again.
  const again = await submitFile(guest, { library, album }, bytes);
  await waitForState(library, again, 'pending');
  await close();
});

test('a submission of an existing item is joined to it without disclosure, and declining it keeps the item', async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('yes');
  const bytes = await uniqueJpeg();
  const item = await uploadItem(owner, library, bytes, { fileName: '내 것.jpg' });
  await waitUntilProcessed(library, item);
  const submission = await submitFile(guest, { library, album }, bytes);
  expect(await waitUntilIngested(library, submission)).toMatchObject({ state: 'added' });
  const albumEntry = readEntry(await inspect.doc(paths.entry(library, album, item)));
  const allEntry = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  expect([albumEntry.by, albumEntry.guest, allEntry.by, allEntry.guest]).toEqual([
    guest.uid,
    guest.name,
    owner.uid,
    undefined,
  ]);
  expect(albumEntry.addedAt).toBeGreaterThan(allEntry.addedAt);
  // Its rev is derived from the submission's time, as for a new item.
  expect(albumEntry.rev).toBeGreaterThanOrEqual(guestRev(albumEntry.addedAt));
  expect(readItem(await inspect.doc(paths.item(library, item)))).toMatchObject({
    uploader: owner.uid,
    fileName: '내 것.jpg',
  });

  await owner.call('setAudience', { library, album, audience: { kind: 'library' }, guestUploads: 'moderated' });
  const second = await uniqueJpeg();
  const kept = await uploadItem(owner, library, second);
  await waitUntilProcessed(library, kept);
  const other = await submitFile(guest, { library, album }, second);
  await waitForState(library, other, 'pending');
  await owner.call('moderateSubmission', { library, submission: other, isAccepted: false });
  expect(readItem(await inspect.doc(paths.item(library, kept)))).toMatchObject({ state: 'ready', albums: [ALL] });
  expect(await inspect.object(originals, originalName(library, kept))).toBeDefined();
  await close();
});

test("an announced id and an item with wrong bytes are replaced by a guest's right bytes", async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('yes');
  const [bytes, other] = [await uniqueJpeg(), await uniqueJpeg()];
  const item = await announceItem(owner, library, bytes);
  const submission = await submitFile(guest, { library, album }, bytes);
  await waitForState(library, submission, 'added');
  expect(readItem(await inspect.doc(paths.item(library, item)))).toMatchObject({ state: 'ready', guest: guest.name });
  const right = await uploadItem(owner, library, await uniqueJpeg(), { item: idOfBytes(other) });
  const second = await submitFile(guest, { library, album }, other);
  expect(await waitForState(library, second, 'added')).toMatchObject({ item: right });
  expect(await inspect.bytes(originals, originalName(library, right))).toEqual(new Uint8Array(other));
  await close();
});

test('a file that is no media fails with its reason and is deleted', async () => {
  const { library, album, guest, close } = await createGuestAlbum('yes');
  const text = await submitFile(guest, { library, album }, Buffer.from('이것은 글이다'), '글.jpg');
  expect(await waitUntilIngested(library, text)).toMatchObject({ state: 'failed', failure: 'not-media' });
  const half = (await uniqueJpeg(400, 300)).subarray(0, 300);
  const truncated = await submitFile(guest, { library, album }, half, '반쪽.jpg');
  expect(await waitUntilIngested(library, truncated)).toMatchObject({ state: 'failed', failure: 'unreadable' });
  await expectNoIncoming(library);
  await waitFor('the truncated item is deleted', async () => (await inspect.count(paths.items(library))) === 0);
  await waitFor(
    'so is its original',
    async () => (await inspect.objects(originals, `originals/${library}/`)).length === 0,
  );
  expect(await inspect.count(paths.entries(library, album))).toBe(0);
  await close();
});

test('submitting is refused without guest uploads, to members, to strangers and to guests of another album', async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('no');
  const stranger = await signInAs('낯선 사람');
  const request = { library, album, fileName: 'a.jpg', size: 3 };
  for (const one of [guest, owner, stranger]) expect(await tryCall(one, 'createSubmission', request)).toBe('forbidden');
  await owner.call('setAudience', { library, album, audience: { kind: 'library' }, guestUploads: 'yes' });
  for (const one of [owner, stranger]) expect(await tryCall(one, 'createSubmission', request)).toBe('forbidden');
  expect(await tryCall(guest, 'createSubmission', { ...request, album: ALL })).toBe('forbidden');
  for (const invalid of [
    { size: 0 },
    { size: 1.5 },
    { size: MAX_SUBMISSION_BYTES + 1 },
    { fileName: '' },
    { fileName: 'ㄱ'.repeat(256) },
    { album: '../x' },
  ])
    expect(await tryCall(guest, 'createSubmission', { ...request, ...invalid })).toBe('invalid-request');
  await guest.call('createSubmission', request);
  await owner.call('removeGuest', { library, album, uid: guest.uid as Uid });
  expect(await tryCall(guest, 'createSubmission', request)).toBe('forbidden');
  await stranger.close();
  await close();
});

test('a guest who is removed before the upload ends adds nothing', async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('yes');
  const bytes = await uniqueJpeg();
  const { submission } = await guest.call('createSubmission', {
    library,
    album,
    fileName: 'a.jpg',
    size: bytes.length,
  });
  await owner.call('removeGuest', { library, album, uid: guest.uid as Uid });
  await uploadBytes(ref(guest.originals, incomingName(library, guest.uid as Uid, submission)), bytes);
  expect(await waitUntilIngested(library, submission)).toMatchObject({ state: 'declined' });
  await waitFor('nothing is left of it', async () => (await inspect.count(paths.items(library))) === 0);
  await expectNoIncoming(library);
  await close();
});

test('declining a submission does not affect the same photo of another guest', async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('moderated');
  const { album: second } = await owner.call('createAlbum', { library, title: '둘', audience: { kind: 'library' } });
  await owner.call('setAudience', { library, album: second, audience: { kind: 'library' }, guestUploads: 'moderated' });
  const another = await createGuest(owner, library, second, '외삼촌');
  const bytes = await uniqueJpeg();
  const one = await submitFile(guest, { library, album }, bytes);
  await waitForState(library, one, 'pending');
  const two = await submitFile(another, { library, album: second }, bytes);
  await waitForState(library, two, 'pending');
  await owner.call('moderateSubmission', { library, submission: one, isAccepted: false });
  await owner.call('moderateSubmission', { library, submission: two, isAccepted: true });
  const entry = readEntry(await inspect.doc(paths.entry(library, second, idOfBytes(bytes))));
  expect([entry.by, entry.guest]).toEqual([another.uid, '외삼촌']);
  expect(await inspect.count(paths.entries(library, album))).toBe(0);
  await another.close();
  await close();
});

test('a guest may submit a limited number of files per day', async () => {
  const { library, album, guest, close } = await createGuestAlbum('yes');
  const request = { library, album, fileName: 'a.jpg', size: 3 };
  await seed(paths.dailyUsage(library, guest.uid as Uid, dayOf(Date.now())), {
    submissions: MAX_SUBMISSIONS_PER_DAY - 1,
  });
  await guest.call('createSubmission', request);
  expect(await tryCall(guest, 'createSubmission', request)).toBe('rate-limited');
  await seed(paths.dailyUsage(library, guest.uid as Uid, dayOf(Date.now())), {});
  await seed(paths.dailyUsage(library, guest.uid as Uid, dayOf(Date.now() - 86_400_000)), {
    submissions: MAX_SUBMISSIONS_PER_DAY,
  });
  await guest.call('createSubmission', request);
  await close();
});

test('the sweeper repeats lost events and steps, and deletes submissions that were never uploaded', async () => {
  const { owner, library, album } = await createGuestAlbum('yes');
  const stranger = 'somebody' as Uid;
  const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
  const common = { by: stranger, name: '누구', album, fileName: 'a.jpg', size: 3 };
  const id = (letter: string): SubmissionId => letter.repeat(20) as SubmissionId;
  await seed(paths.submission(library, id('a')), {
    ...common,
    state: 'uploading',
    at: minutesAgo(UPLOAD_DAYS * 1440 + 1),
  });
  await seed(paths.submission(library, id('b')), {
    ...common,
    state: 'uploading',
    at: minutesAgo(UPLOAD_DAYS * 1440 - 9),
  });
  await seed(paths.submission(library, id('c')), { ...common, state: 'uploaded', at: minutesAgo(9) });
  const gone = 'q'.repeat(32);
  await seed(paths.submission(library, id('d')), {
    ...common,
    ...{ state: 'declined', at: minutesAgo(9), item: gone, needsCleanup: true },
  });
  await runMaintenance();
  expect(await inspect.doc(paths.submission(library, id('a')))).toBeUndefined();
  expect((await inspect.doc(paths.submission(library, id('b'))))?.['state']).toBe('uploading');
  // Without an object it fails.
  expect(await waitUntilIngested(library, id('c'))).toMatchObject({ state: 'failed', failure: 'damaged' });
  expect((await inspect.doc(paths.submission(library, id('d'))))?.['needsCleanup']).toBeUndefined();
  await owner.close();
});
