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
])(
  'one more than a day allows by its %s fails, leaves nothing, and may come another day',
  async (_, near) => {
    const { who, library } = await createLibrary();
    const day = paths.dailyUsage(library, who.uid as Uid, today());
    // As after a long day: functions count on from here.
    await seed(day, near);
    const first = await uniqueJpeg();
    expect((await waitUntilProcessed(library, await uploadItem(who, library, first))).state).toBe('ready');
    const { items, bytes: sum } = readDailyUsage(await inspect.doc(day));
    expect([items, sum]).toEqual([near.items + 1, near.bytes + first.length]);

    if (near.bytes > 0) await seed(day, { items, bytes: MAX_BYTES_PER_DAY });
    const bytes = await uniqueJpeg();
    const item = await uploadItem(who, library, bytes);
    expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'over-quota' });
    await waitFor('its original is gone', async () => !(await inspect.object(originals, originalName(library, item))));
    expect(await inspect.count(paths.entries(library, ALL))).toBe(1);
    const held = [...(await inspect.docs(paths.counters(library))).values()];
    expect(held.reduce((sum, { bytes: of }) => sum + Number(of), 0)).toBe(first.length);

    // Another day begins with nothing.
    await unseed(day);
    expect(await uploadItem(who, library, bytes)).toBe(item);
    expect(await waitFor('it is made', async () => (await waitUntilProcessed(library, item)).state === 'ready')).toBe(
      true,
    );
    await who.close();
  },
  120_000,
);

test('a full library takes nothing more, whoever brings it, and a library beside it takes as before', async () => {
  const { who, library } = await createLibrary();
  await seed(paths.counter(library, 3), { items: 1, bytes: MAX_LIBRARY_BYTES - 10 });
  const bytes = await uniqueJpeg();
  const item = await uploadItem(who, library, bytes);
  expect(await waitUntilProcessed(library, item)).toMatchObject({ state: 'failed', failure: 'over-quota' });
  await waitFor('its original is gone', async () => !(await inspect.object(originals, originalName(library, item))));
  const { library: other } = await who.call('createLibrary', { name: '외가', timeZone: 'Asia/Seoul' });
  expect((await waitUntilProcessed(other, await uploadItem(who, other, bytes))).state).toBe('ready');
  await who.close();
});

test('what a guest brings is held to the same bounds, and told to the guest as any failure', async () => {
  const { library, album, guest, close } = await createGuestAlbum('yes');
  await seed(paths.dailyUsage(library, guest.uid as Uid, today()), { items: MAX_ITEMS_PER_DAY });
  const bytes = await uniqueJpeg();
  const offer = await submitFile(guest, { library, album }, bytes);
  expect(await waitUntilIngested(library, offer)).toMatchObject({ state: 'failed', failure: 'over-quota' });
  await waitFor(
    'nothing is left of it',
    async () =>
      !(await inspect.doc(paths.item(library, idOfBytes(bytes)))) &&
      (await inspect.objects(originals, `incoming/${library}/`)).length === 0,
  );
  await close();
});

test("a guest's video counts by its seconds; one more than a day allows is refused before it is encoded, and leaves nothing", async () => {
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
  expect(await waitUntilIngested(library, two, 120_000)).toMatchObject({ state: 'failed', failure: 'enough-video' });
  await waitFor('nothing is left of it', async () => !(await inspect.doc(paths.item(library, idOfBytes(second)))));
  expect(await inspect.objects(useEmulators().buckets.renditions, `r/${library}/${idOfBytes(second)}/`)).toEqual([]);
  // It is the guest's day, not the family's.
  expect((await waitUntilProcessed(library, await uploadItem(owner, library, second), 120_000)).state).toBe('ready');
  await close();
}, 300_000);
