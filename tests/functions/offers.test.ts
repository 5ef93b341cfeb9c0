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
  renditionsName,
  UPLOAD_DAYS,
  type SubmissionId,
  type Uid,
} from '@maru/model';
import { ref, uploadBytes } from 'firebase/storage';
import { expect, test } from 'vitest';
import { person, until, useEmulators } from '../harness.ts';
import { finalizeAgain, runScheduled, runTask } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { add, announced, drawing, idOfBytes, settled } from './adding.ts';
import { refused } from './family.ts';
import { bring, cameTo, guestOf, judged, visited } from './offering.ts';

const { originals, renditions } = useEmulators().buckets;
const nothingIncoming = async (library: string): Promise<void> => {
  await until('nothing is left of what was sent', async () => {
    const left = await inspect.objects(originals, `incoming/${library}/`);
    return left.length === 0;
  });
};

test("where guests may add, what one brings is in the album under the guest's name, and an event that comes again changes nothing", async () => {
  const { library, album, guest, close } = await visited('yes');
  const bytes = await drawing();
  const offer = await bring(guest, { library, album }, bytes);
  const name = incomingName(library, guest.uid as Uid, offer);
  await finalizeAgain(originals, name).catch(() => undefined);
  expect(await judged(library, offer, 150_000)).toMatchObject({ state: 'added', item: idOfBytes(bytes) });
  const item = idOfBytes(bytes);
  for (const one of [ALL, album]) {
    const entry = readEntry(await inspect.doc(paths.entry(library, one, item)));
    expect(entry).toMatchObject({ by: guest.uid, guest: guest.name });
  }
  const known = readItem(await inspect.doc(paths.item(library, item)));
  expect(known).toMatchObject({ uploader: guest.uid, guest: guest.name, fileName: '우리 사진.jpg' });
  await nothingIncoming(library);
  const before = await inspect.doc(paths.item(library, item));
  await runTask('ingestSubmission', { library, submission: offer });
  expect(await inspect.doc(paths.item(library, item))).toEqual(before);
  expect(await inspect.count(paths.items(library))).toBe(1);
  await close();
}, 180_000);

test('where the family looks first, it waits, unseen, until somebody lets it in', async () => {
  const { who, library, album, guest, close } = await visited('asked');
  const bytes = await drawing();
  const item = idOfBytes(bytes);
  const offer = await bring(guest, { library, album }, bytes);
  expect(await judged(library, offer)).toMatchObject({ state: 'waiting', item });
  expect(readItem(await inspect.doc(paths.item(library, item)))).toMatchObject({ state: 'ready', albums: [] });
  expect(await inspect.count(paths.entries(library, album))).toBe(0);
  expect(await refused(guest, 'moderateSubmission', { library, submission: offer, isAccepted: true })).toBe('may-not');
  await who.call('moderateSubmission', { library, submission: offer, isAccepted: true });
  await who.call('moderateSubmission', { library, submission: offer, isAccepted: false });
  expect(readSubmission(await inspect.doc(paths.submission(library, offer))).state).toBe('added');
  const entry = readEntry(await inspect.doc(paths.entry(library, album, item)));
  expect(entry).toMatchObject({ by: guest.uid, guest: guest.name });
  const told = [...(await inspect.docs(paths.activities(library))).values()].map(readActivity);
  expect(told.filter(({ did }) => did === 'judged-offer')).toEqual([
    expect.objectContaining({ by: who.uid, whom: guest.name, what: '돌잔치' }),
  ]);
  await close();
});

test('an album for fewer people than the library keeps what is brought to itself', async () => {
  const { library, album, guest, close } = await visited('yes', false);
  const bytes = await drawing();
  const offer = await bring(guest, { library, album }, bytes);
  await cameTo(library, offer, 'added');
  expect(readItem(await inspect.doc(paths.item(library, idOfBytes(bytes)))).albums).toEqual([album]);
  expect(await inspect.count(paths.entries(library, ALL))).toBe(0);
  await close();
});

test('what is declined goes altogether, also where it was brought twice', async () => {
  const { who, library, album, guest, close } = await visited('asked');
  const bytes = await drawing();
  const item = idOfBytes(bytes);
  const [one, two] = [
    await bring(guest, { library, album }, bytes),
    await bring(guest, { library, album }, bytes, '같은 사진.jpg'),
  ];
  for (const offer of [one, two]) await cameTo(library, offer, 'waiting');
  await who.call('moderateSubmission', { library, submission: one, isAccepted: false });
  for (const offer of [one, two]) {
    const left = await inspect.doc(paths.submission(library, offer));
    expect([readSubmission(left).state, left?.['isLeft']]).toEqual(['declined', undefined]);
  }
  expect(await inspect.doc(paths.item(library, item))).toBeUndefined();
  expect(await inspect.object(originals, originalName(library, item))).toBeUndefined();
  expect(await inspect.objects(renditions, renditionsName(library, item))).toEqual([]);
  const counters = [...(await inspect.docs(paths.counters(library))).values()];
  expect(counters).toEqual([{ items: 0, bytes: 0 }]);
  // It may come again.
  const again = await bring(guest, { library, album }, bytes);
  await cameTo(library, again, 'waiting');
  await close();
});

test('what the library has already is joined, not told, and stays when it is declined', async () => {
  const { who, library, album, guest, close } = await visited('yes');
  const bytes = await drawing();
  const item = await add(who, library, bytes, { fileName: '내 것.jpg' });
  await settled(library, item);
  const offer = await bring(guest, { library, album }, bytes);
  expect(await judged(library, offer)).toMatchObject({ state: 'added' });
  const theirs = readEntry(await inspect.doc(paths.entry(library, album, item)));
  const ours = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  expect([theirs.by, theirs.guest, ours.by, ours.guest]).toEqual([guest.uid, guest.name, who.uid, undefined]);
  expect(theirs.addedAt).toBeGreaterThan(ours.addedAt);
  // Its rev is the time of the offer, as that of something new.
  expect(theirs.rev).toBeGreaterThanOrEqual(guestRev(theirs.addedAt));
  expect(readItem(await inspect.doc(paths.item(library, item)))).toMatchObject({
    uploader: who.uid,
    fileName: '내 것.jpg',
  });

  await who.call('setAudience', { library, album, audience: { kind: 'library' }, guestsMayAdd: 'asked' });
  const second = await drawing();
  const kept = await add(who, library, second);
  await settled(library, kept);
  const other = await bring(guest, { library, album }, second);
  await cameTo(library, other, 'waiting');
  await who.call('moderateSubmission', { library, submission: other, isAccepted: false });
  expect(readItem(await inspect.doc(paths.item(library, kept)))).toMatchObject({ state: 'ready', albums: [ALL] });
  expect(await inspect.object(originals, originalName(library, kept))).toBeDefined();
  await close();
});

test('a squatted id and wrong bytes under a right one give way to the true bytes', async () => {
  const { who, library, album, guest, close } = await visited('yes');
  const [bytes, other] = [await drawing(), await drawing()];
  const item = await announced(who, library, bytes);
  const offer = await bring(guest, { library, album }, bytes);
  await cameTo(library, offer, 'added');
  expect(readItem(await inspect.doc(paths.item(library, item)))).toMatchObject({ state: 'ready', guest: guest.name });
  const right = await add(who, library, await drawing(), { item: idOfBytes(other) });
  const second = await bring(guest, { library, album }, other);
  expect(await cameTo(library, second, 'added')).toMatchObject({ item: right });
  expect(await inspect.bytes(originals, originalName(library, right))).toEqual(new Uint8Array(other));
  await close();
});

test('what is no picture is refused by its reason, and goes', async () => {
  const { library, album, guest, close } = await visited('yes');
  const text = await bring(guest, { library, album }, Buffer.from('이것은 글이다'), '글.jpg');
  expect(await judged(library, text)).toMatchObject({ state: 'failed', failure: 'not-media' });
  const half = (await drawing(400, 300)).subarray(0, 300);
  const torn = await bring(guest, { library, album }, half, '반쪽.jpg');
  expect(await judged(library, torn)).toMatchObject({ state: 'failed', failure: 'unreadable' });
  await nothingIncoming(library);
  await until('the torn one is gone', async () => (await inspect.count(paths.items(library))) === 0);
  await until(
    'its original, too',
    async () => (await inspect.objects(originals, `originals/${library}/`)).length === 0,
  );
  expect(await inspect.count(paths.entries(library, album))).toBe(0);
  await close();
});

test('nobody else may offer: not where guests may not add, not members, not strangers, not a guest of another album', async () => {
  const { who, library, album, guest, close } = await visited('no');
  const stranger = await person('낯선 사람');
  const ask = { library, album, fileName: 'a.jpg', size: 3 };
  for (const one of [guest, who, stranger]) expect(await refused(one, 'createSubmission', ask)).toBe('may-not');
  await who.call('setAudience', { library, album, audience: { kind: 'library' }, guestsMayAdd: 'yes' });
  for (const one of [who, stranger]) expect(await refused(one, 'createSubmission', ask)).toBe('may-not');
  expect(await refused(guest, 'createSubmission', { ...ask, album: ALL })).toBe('may-not');
  for (const bad of [
    { size: 0 },
    { size: 1.5 },
    { size: MAX_SUBMISSION_BYTES + 1 },
    { fileName: '' },
    { fileName: 'ㄱ'.repeat(256) },
    { album: '../x' },
  ])
    expect(await refused(guest, 'createSubmission', { ...ask, ...bad })).toBe('bad-input');
  await guest.call('createSubmission', ask);
  await who.call('removeGuest', { library, album, uid: guest.uid as Uid });
  expect(await refused(guest, 'createSubmission', ask)).toBe('may-not');
  await stranger.close();
  await close();
});

test('a guest who was sent away meanwhile adds nothing any more', async () => {
  const { who, library, album, guest, close } = await visited('yes');
  const bytes = await drawing();
  const { submission: offer } = await guest.call('createSubmission', {
    library,
    album,
    fileName: 'a.jpg',
    size: bytes.length,
  });
  await who.call('removeGuest', { library, album, uid: guest.uid as Uid });
  await uploadBytes(ref(guest.originals, incomingName(library, guest.uid as Uid, offer)), bytes);
  expect(await judged(library, offer)).toMatchObject({ state: 'declined' });
  await until('nothing is left of it', async () => (await inspect.count(paths.items(library))) === 0);
  await nothingIncoming(library);
  await close();
});

test('two guests with the same picture: declining one leaves the other its turn', async () => {
  const { who, library, album, guest, close } = await visited('asked');
  const { album: second } = await who.call('createAlbum', { library, title: '둘', audience: { kind: 'library' } });
  await who.call('setAudience', { library, album: second, audience: { kind: 'library' }, guestsMayAdd: 'asked' });
  const another = await guestOf(who, library, second, '외삼촌');
  const bytes = await drawing();
  const one = await bring(guest, { library, album }, bytes);
  await cameTo(library, one, 'waiting');
  const two = await bring(another, { library, album: second }, bytes);
  await cameTo(library, two, 'waiting');
  await who.call('moderateSubmission', { library, submission: one, isAccepted: false });
  await who.call('moderateSubmission', { library, submission: two, isAccepted: true });
  const entry = readEntry(await inspect.doc(paths.entry(library, second, idOfBytes(bytes))));
  expect([entry.by, entry.guest]).toEqual([another.uid, '외삼촌']);
  expect(await inspect.count(paths.entries(library, album))).toBe(0);
  await another.close();
  await close();
});

test('one more than a day allows is refused, and a new day begins anew', async () => {
  const { library, album, guest, close } = await visited('yes');
  const ask = { library, album, fileName: 'a.jpg', size: 3 };
  await seed(paths.dailyUsage(library, guest.uid as Uid, dayOf(Date.now())), { offers: MAX_SUBMISSIONS_PER_DAY - 1 });
  await guest.call('createSubmission', ask);
  expect(await refused(guest, 'createSubmission', ask)).toBe('too-often');
  await seed(paths.dailyUsage(library, guest.uid as Uid, dayOf(Date.now())), {});
  await seed(paths.dailyUsage(library, guest.uid as Uid, dayOf(Date.now() - 86_400_000)), {
    offers: MAX_SUBMISSIONS_PER_DAY,
  });
  await guest.call('createSubmission', ask);
  await close();
});

test('the sweeper takes up what was left: an event that was lost, a step that was, and an upload that never came', async () => {
  const { who, library, album } = await visited('yes');
  const stranger = 'somebody' as Uid;
  const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
  const offered = { by: stranger, name: '누구', album, fileName: 'a.jpg', size: 3 };
  const id = (letter: string): SubmissionId => letter.repeat(20) as SubmissionId;
  await seed(paths.submission(library, id('a')), {
    ...offered,
    state: 'uploading',
    at: minutesAgo(UPLOAD_DAYS * 1440 + 1),
  });
  await seed(paths.submission(library, id('b')), {
    ...offered,
    state: 'uploading',
    at: minutesAgo(UPLOAD_DAYS * 1440 - 9),
  });
  await seed(paths.submission(library, id('c')), { ...offered, state: 'arrived', at: minutesAgo(9) });
  const gone = 'q'.repeat(32);
  await seed(paths.submission(library, id('d')), {
    ...offered,
    ...{ state: 'declined', at: minutesAgo(9), item: gone, isLeft: true },
  });
  await runScheduled('sweep');
  expect(await inspect.doc(paths.submission(library, id('a')))).toBeUndefined();
  expect((await inspect.doc(paths.submission(library, id('b'))))?.['state']).toBe('uploading');
  // Nothing came of it: it is told so.
  expect(await judged(library, id('c'))).toMatchObject({ state: 'failed', failure: 'damaged' });
  expect((await inspect.doc(paths.submission(library, id('d'))))?.['isLeft']).toBeUndefined();
  await who.close();
});
