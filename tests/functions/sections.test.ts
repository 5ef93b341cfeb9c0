import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL, originalName, paths, readEntry, readItem, renditionName, type ItemId } from '@maru/model';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { useEmulators, waitFor } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { runMaintenance } from '../harness/invoke.ts';
import { mp4Of } from '../media/video.ts';
import { addMember, tryCall } from './members.ts';
import { countFrames, decodeSound, saveStream } from './stream-files.ts';
import { createLibrary, uploadItem, waitUntilProcessed } from './uploading.ts';

const { buckets } = useEmulators();
const RATE = 12;
/** Samples per second of decoded sound. */
const SAMPLES = 48_000;

test('a video is split into videos with names and dates of their own, which keep its original', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maru-sections-'));
  const { owner, library } = await createLibrary();
  const viewer = await addMember(library, owner, 'viewer');
  const bytes = await mp4Of({ width: 320, height: 240, seconds: 26, rate: RATE, seed: 33 });
  const tape = await uploadItem(owner, library, bytes, { fileName: '1994.mp4' });
  const whole = await waitUntilProcessed(library, tape);
  const request = {
    ...{ library, item: tape },
    sections: [
      { start: 7, end: 13.5, caption: '운동회', date: { local: '1994-05-05T00:00:00', precision: 'day' as const } },
      { start: 13.5, end: 26 },
    ],
  };
  expect(await tryCall(viewer, 'splitVideo', request)).toBe('forbidden');
  const { sections } = await owner.call('splitVideo', request);
  const [first, second] = sections.map(({ item }) => item) as [ItemId, ItemId];
  const [one, other] = await Promise.all([first, second].map((item) => waitUntilProcessed(library, item)));
  expect((await owner.call('splitVideo', request)).sections).toEqual(
    [first, second].map((item) => ({ item, isNew: false })),
  );
  expect(readItem(await inspect.doc(paths.item(library, tape)))).toMatchObject({
    ...{ state: 'ready', rev: 1, token: whole.token, isSplit: true },
  });

  // The keyframes of this video are 2 s apart.
  const bounds = [
    [first, one, 6, 14],
    [second, other, 12, 26],
  ] as const;
  const save = async (item: ItemId) => saveStream(library, item, '240', await mkdtemp(join(folder, 'stream-')));
  for (const [item, { mediaInfo, token, ...known } = whole, from, to] of bounds) {
    expect([known.state, known.size, mediaInfo?.variants]).toEqual(['ready', 0, whole.mediaInfo?.variants]);
    expect(mediaInfo?.duration).toBeCloseTo(to - from, 1);
    const playlist = await save(item);
    expect(await countFrames(playlist)).toBe((to - from) * RATE);
    const sound = await decodeSound(playlist, ['-allowed_extensions', 'ALL']);
    expect(sound.length / SAMPLES).toBeCloseTo(to - from, 0);
    expect(sound.reduce((max, one) => Math.max(max, one), 0)).toBeGreaterThan(1000);
    const entry = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
    expect(entry).toMatchObject({ kind: 'video', token, isSection: true });
    const poster = await inspect.bytes(buckets.renditions, renditionName(library, item, 1, 'poster'));
    expect(await sharp(poster).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240 });
    expect(await inspect.objects(buckets.originals, originalName(library, item))).toEqual([]);
  }
  const entry = readEntry(await inspect.doc(paths.entry(library, ALL, first)));
  expect(entry).toMatchObject({ caption: '운동회', takenAt: { local: '1994-05-05T00:00:00', precision: 'day' } });
  await waitFor('its strip', async () => readEntry(await inspect.doc(paths.entry(library, ALL, second))).strip);

  const { originals } = await viewer.call('openOriginals', { library, album: ALL, items: [first] });
  expect(originals).toMatchObject([{ item: first, name: '1994.mp4', size: bytes.length }]);
  expect(Buffer.from(await (await fetch(originals[0]?.url ?? '')).arrayBuffer()).equals(bytes)).toBe(true);

  await owner.call('trashItems', { library, items: [tape, second] });
  expect(await owner.call('purgeItems', { library, items: [tape, second] })).toEqual({ kept: 1 });
  await waitFor('rotated', async () => (await inspect.count(paths.rotations(library))) === 0 || undefined, 60_000);
  await runMaintenance();
  expect(await inspect.doc(paths.item(library, second))).toBeUndefined();
  expect(await inspect.objects(buckets.originals, originalName(library, tape))).toHaveLength(1);
  await owner.call('reprocessItem', { library, item: first });
  await waitFor(
    'cut again',
    async () => readItem(await inspect.doc(paths.item(library, first))).rev === 2 || undefined,
  );
  await Promise.all([owner.close(), viewer.close(), rm(folder, { recursive: true })]);
});
