import {
  ALL,
  dayOf,
  MAX_BYTES_PER_DAY,
  MAX_GUEST_VIDEO_S,
  MAX_ITEMS_PER_DAY,
  MAX_LIBRARY_BYTES,
  originalName,
  paths,
  readDailyUsage,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { waitFor, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { seed, unseed } from '../harness/seed.ts';
import { mp4Of } from '../media/video.ts';
import { uploadItem, uniqueJpeg, idOfBytes, createLibrary, waitUntilProcessed } from './uploading.ts';
import { submitFile, waitUntilIngested, createGuestAlbum } from './submitting.ts';

const { originals } = useEmulators().buckets;
const today = (): string => dayOf(Date.now());

test.each([
  ['items', { items: MAX_ITEMS_PER_DAY - 1, bytes: 0 }],
  ['bytes', { items: 0, bytes: MAX_BYTES_PER_DAY - 100_000 }],
])('an upload over the daily limit of %s fails, leaves nothing and succeeds another day', async (_, near) => {
  const { owner, library } = await createLibrary();
  const day = paths.dailyUsage(library, owner.uid as Uid, today());
  // Start near the limit.
  await seed(day, near);
  const first = await uniqueJpeg();
  expect((await waitUntilProcessed(library, await uploadItem(owner, library, first))).state).toBe('ready');
  const { items, bytes: sum } = readDailyUsage(await inspect.doc(day));
  expect([items, sum]).toEqual([near.items + 1, near.bytes + first.length]);

  if (near.bytes > 0) await seed(day, { items, bytes: MAX_BYTES_PER_DAY });
  const bytes = await uniqueJpeg();
  const item = await uploadItem(owner, library, bytes);
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'over-quota' });
  await waitFor('the original is deleted', async () => !(await inspect.object(originals, originalName(library, item))));
  expect(await inspect.count(paths.entries(library, ALL))).toBe(1);
  const counters = [...(await inspect.docs(paths.counters(library))).values()];
  expect(counters.reduce((sum, { bytes: of }) => sum + Number(of), 0)).toBe(first.length);

  // On another day the counters start at zero.
  await unseed(day);
  expect(await uploadItem(owner, library, bytes)).toBe(item);
  expect(
    await waitFor('the item is processed', async () => (await waitUntilProcessed(library, item)).state === 'ready'),
  ).toBe(true);
  await owner.close();
});

test('a full library refuses every upload; another library does not', async () => {
  const { owner, library } = await createLibrary();
  await seed(paths.counter(library, 3), { items: 1, bytes: MAX_LIBRARY_BYTES - 10 });
  const bytes = await uniqueJpeg();
  const item = await uploadItem(owner, library, bytes);
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'over-quota' });
  await waitFor('the original is deleted', async () => !(await inspect.object(originals, originalName(library, item))));
  const { library: other } = await owner.call('createLibrary', { name: '외가', timeZone: 'Asia/Seoul' });
  expect((await waitUntilProcessed(other, await uploadItem(owner, other, bytes))).state).toBe('ready');
  await owner.close();
});

test('guest uploads count against the same limits, and the guest sees the failure', async () => {
  const { library, album, guest, close } = await createGuestAlbum('yes');
  await seed(paths.dailyUsage(library, guest.uid as Uid, today()), { items: MAX_ITEMS_PER_DAY });
  const bytes = await uniqueJpeg();
  const submission = await submitFile(guest, { library, album }, bytes);
  expect(await waitUntilIngested(library, submission)).toMatchObject({ state: 'failed', failure: 'over-quota' });
  await waitFor(
    'nothing is left of it',
    async () =>
      !(await inspect.doc(paths.item(library, idOfBytes(bytes)))) &&
      (await inspect.objects(originals, `incoming/${library}/`)).length === 0,
  );
  await close();
});

test('guest videos are limited by seconds per day; one over the limit is refused before encoding and leaves nothing', async () => {
  const { owner, library, album, guest, close } = await createGuestAlbum('yes');
  const day = paths.dailyUsage(library, guest.uid as Uid, today());
  await seed(day, { videoSeconds: MAX_GUEST_VIDEO_S - 5 });
  const [first, second] = [
    await mp4Of({ width: 128, height: 96, seconds: 3, seed: 51 }),
    await mp4Of({ width: 128, height: 96, seconds: 3, seed: 52 }),
  ];
  const one = await submitFile(guest, { library, album }, first, '하나.mp4');
  expect(await waitUntilIngested(library, one, 120_000)).toMatchObject({ state: 'added' });
  expect(readDailyUsage(await inspect.doc(day)).videoSeconds).toBeCloseTo(MAX_GUEST_VIDEO_S - 2, 0);
  const two = await submitFile(guest, { library, album }, second, '둘.mp4');
  expect(await waitUntilIngested(library, two, 120_000)).toMatchObject({ state: 'failed', failure: 'video-quota' });
  await waitFor('nothing is left of it', async () => !(await inspect.doc(paths.item(library, idOfBytes(second)))));
  expect(await inspect.objects(useEmulators().buckets.renditions, `r/${library}/${idOfBytes(second)}/`)).toEqual([]);
  // It counts for the guest, not for the family.
  expect((await waitUntilProcessed(library, await uploadItem(owner, library, second))).state).toBe('ready');
  await close();
});
