import { ALL, dayOf, guestRev, MAX_GUEST_VIDEO_S, originalName, paths } from '@maru/model';
import { expect, test } from 'vitest';
import {
  album,
  guest,
  incoming,
  item,
  library,
  photo,
  PHOTO,
  START,
  SubmissionSimulator,
} from '../../testing/submissions.ts';
import type { Fields } from '../ports/documents.ts';
import { ingestOriginal } from '../ingest/ingest-original.ts';

/** Ends well without a crash, and in the same way with one before any step. */
async function endsAlike(make: () => SubmissionSimulator): Promise<SubmissionSimulator['end']> {
  const calm = make();
  expect(await calm.settle()).toBe(0);
  for (let step = 1, crashes = 1; crashes > 0; step += 1) {
    const world = make();
    world.steps = step;
    crashes = await world.settle();
    expect(world.end, `after a crash at step ${String(step)}`).toEqual(calm.end);
    if (crashes > 0) continue;
    expect(step).toBeGreaterThan(10);
  }
  return calm.end;
}

const objects = [originalName(library, item)];

test('a crash at any step, and all that comes again after it, changes nothing in where a new photo ends', async () => {
  expect(await endsAlike(() => new SubmissionSimulator('yes'))).toEqual({
    offer: ['added', undefined, undefined],
    item: ['ready', guest, `${ALL},${album}`],
    entry: '옆집',
    objects,
  });
  expect(await endsAlike(() => new SubmissionSimulator('moderated'))).toEqual({
    offer: ['pending', undefined, undefined],
    item: ['ready', guest, ''],
    entry: undefined,
    objects,
  });
});

test('nor where it cannot be made, nor where its guest was sent away: nothing is left of it', async () => {
  const torn = () => Object.assign(new SubmissionSimulator('yes'), { failure: 'unreadable' });
  const gone = { item: undefined, entry: undefined, objects: [] };
  expect(await endsAlike(torn)).toEqual({ offer: ['failed', 'unreadable', undefined], ...gone });
  expect(await endsAlike(() => new SubmissionSimulator('yes', []))).toEqual({
    offer: ['declined', undefined, undefined],
    ...gone,
  });
});

const announced = { uploader: 'me', fileName: 'mine.jpg', size: photo.length, rev: 1, addedAt: new Date(START - 3000) };

test('nor where somebody announced the same and never came, or came with other bytes: the true ones win', async () => {
  const squatted = (over: Fields, bytes?: Uint8Array) => () => {
    const world = new SubmissionSimulator('yes');
    world.documents.set(paths.item(library, item), { ...announced, albums: [ALL], state: 'uploading', ...over });
    if (bytes) {
      const name = originalName(library, item);
      world.objects.set(name, bytes);
      world.pending.push(() => ingestOriginal(world.ports, { name, generation: '1' }));
    }
    return world;
  };
  const end = { offer: ['added', undefined, undefined], entry: '옆집', objects };
  const item_ = ['ready', guest, `${ALL},${album}`];
  expect(await endsAlike(squatted({}))).toEqual({ ...end, item: item_ });
  expect(await endsAlike(squatted({}, Buffer.from('something else')))).toEqual({ ...end, item: item_ });
  expect(await endsAlike(squatted({ state: 'failed', failure: 'over-quota' }))).toEqual({ ...end, item: item_ });
});

test('nor where the library has it already: it is joined, and still whose it was', async () => {
  const known = () => {
    const world = new SubmissionSimulator('yes');
    world.documents.set(paths.item(library, item), { ...announced, ...PHOTO, albums: [ALL], state: 'ready' });
    world.objects.set(originalName(library, item), photo);
    return world;
  };
  expect(await endsAlike(known)).toEqual({
    offer: ['added', undefined, undefined],
    item: ['ready', 'me', `${ALL},${album}`],
    entry: '옆집',
    objects,
  });
});

test('nor where it is no picture: it is told so, and nothing is announced', async () => {
  const text = () => {
    const world = new SubmissionSimulator('yes');
    world.objects.set(incoming, Buffer.from('이것은 글이다'));
    return world;
  };
  expect(await endsAlike(text)).toEqual({
    offer: ['failed', 'not-media', undefined],
    item: undefined,
    entry: undefined,
    objects: [],
  });
});

test('a guest sees of what the library had what they see of something new, and waits for it as long', async () => {
  const taken = { takenAt: { local: '1987-05-05T00:00:00', precision: 'year', source: 'folder' } };
  const world = async (known?: Fields) => {
    const at = new SubmissionSimulator('yes');
    if (known) {
      at.documents.set(paths.item(library, item), { ...announced, ...PHOTO, albums: [ALL], state: 'ready', ...known });
      at.objects.set(originalName(library, item), photo);
      // Reprocessing knows the library's own names, too.
      at.mediaInfo = { ...PHOTO, ...known, rev: undefined };
    }
    await at.settle();
    const { changed: _changed, ...entry } = at.documents.get(paths.entry(library, album, item)) ?? {};
    return { entry, queues: at.queues };
  };
  const fresh = await world();
  expect(fresh.entry['rev']).toBe(guestRev(START));
  const motionVideo = { motionVideo: 'q'.repeat(32), variants: ['480'], duration: 2.5 };
  for (const known of [{}, { rev: 7 }, taken, motionVideo]) expect(await world(known)).toEqual(fresh);
});

test('a video that the library had is paid for out of the day of its guest, or refused as a new one', async () => {
  const film = { ...PHOTO, kind: 'video', format: 'mp4', duration: 60, variants: ['480'] };
  const world = async (videoSeconds: number) => {
    const at = new SubmissionSimulator('yes');
    at.documents.set(paths.item(library, item), { ...announced, ...film, albums: [ALL], state: 'ready' });
    at.objects.set(originalName(library, item), photo);
    at.mediaInfo = film;
    const day = paths.dailyUsage(library, guest, dayOf(START));
    at.documents.set(day, { videoSeconds });
    await at.settle();
    return { offer: at.end.offer, queues: at.queues, spent: at.documents.get(day)?.['videoSeconds'] };
  };
  expect(await world(0)).toEqual({
    offer: ['added', undefined, undefined],
    queues: ['processGuestVideo'],
    spent: 60,
  });
  const full = MAX_GUEST_VIDEO_S - 59;
  expect(await world(full)).toEqual({ offer: ['failed', 'enough-video', undefined], queues: [], spent: full });
});
