import {
  ALL,
  dayOf,
  guestRev,
  isTrashed,
  MAX_GUEST_VIDEO_S,
  originalName,
  paths,
  readItem,
  TRASH,
  type GuestUploads,
} from '@maru/model';
import { describe, expect, test } from 'vitest';
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

/** Returns how a scenario ends; expects the same end after a crash before any step. */
async function endOf(create: () => SubmissionSimulator): Promise<SubmissionSimulator['end']> {
  const reference = create();
  expect(await reference.settle()).toBe(0);
  for (let step = 1, crashes = 1; crashes > 0; step += 1) {
    const world = create();
    world.steps = step;
    crashes = await world.settle();
    expect(world.end, `after a crash at step ${String(step)}`).toEqual(reference.end);
    if (crashes > 0) continue;
    expect(step).toBeGreaterThan(10);
  }
  return reference.end;
}

const objects = [originalName(library, item)];

test('adds a new photo, or leaves it to moderation, whatever step crashes', async () => {
  expect(await endOf(() => new SubmissionSimulator('yes'))).toEqual({
    submission: ['added', undefined, undefined],
    item: ['ready', guest, `${ALL},${album}`],
    entry: '옆집',
    objects,
  });
  expect(await endOf(() => new SubmissionSimulator('moderated'))).toEqual({
    submission: ['pending', undefined, undefined],
    item: ['ready', guest, ''],
    entry: undefined,
    objects,
  });
});

test('leaves nothing of an unreadable photo, or of a guest who was removed, whatever step crashes', async () => {
  const unreadable = () => Object.assign(new SubmissionSimulator('yes'), { failure: 'unreadable' });
  const gone = { item: undefined, entry: undefined, objects: [] };
  expect(await endOf(unreadable)).toEqual({ submission: ['failed', 'unreadable', undefined], ...gone });
  expect(await endOf(() => new SubmissionSimulator('yes', []))).toEqual({
    submission: ['declined', undefined, undefined],
    ...gone,
  });
});

const announced = { uploader: 'me', fileName: 'mine.jpg', size: photo.length, rev: 1, addedAt: new Date(START - 3000) };

test("uses the guest's bytes if a member announced the same file but uploaded none or others, whatever step crashes", async () => {
  const announcedByMember = (over: Fields, bytes?: Uint8Array) => () => {
    const world = new SubmissionSimulator('yes');
    world.documents.set(paths.item(library, item), { ...announced, albums: [ALL], state: 'uploading', ...over });
    if (bytes) {
      const name = originalName(library, item);
      world.objects.set(name, bytes);
      world.pending.push(() => ingestOriginal(world.ports, { name, generation: '1' }));
    }
    return world;
  };
  const end = { submission: ['added', undefined, undefined], entry: '옆집', objects };
  const ready = ['ready', guest, `${ALL},${album}`];
  expect(await endOf(announcedByMember({}))).toEqual({ ...end, item: ready });
  expect(await endOf(announcedByMember({}, Buffer.from('something else')))).toEqual({ ...end, item: ready });
  expect(await endOf(announcedByMember({ state: 'failed', failure: 'over-quota' }))).toEqual({ ...end, item: ready });
});

test('adds a photo that the library has, which keeps its uploader, whatever step crashes', async () => {
  const known = () => {
    const world = new SubmissionSimulator('yes');
    world.documents.set(paths.item(library, item), { ...announced, ...PHOTO, albums: [ALL], state: 'ready' });
    world.objects.set(originalName(library, item), photo);
    return world;
  };
  expect(await endOf(known)).toEqual({
    submission: ['added', undefined, undefined],
    item: ['ready', 'me', `${ALL},${album}`],
    entry: '옆집',
    objects,
  });
});

describe('a photo in the trash', () => {
  const trashed = (over: Fields = {}, guestUploads: GuestUploads = 'yes') => {
    const world = new SubmissionSimulator(guestUploads);
    const albums = [ALL, 'h'.repeat(20), album];
    const known = { ...announced, ...PHOTO, albums, state: 'ready', trashedAt: new Date(START - 9), ...over };
    world.documents.set(paths.item(library, item), known);
    world.documents.set(paths.entry(library, TRASH, item), {});
    world.objects.set(originalName(library, item), photo);
    return world;
  };

  test("leaves it for the guest's album only, whatever step crashes", async () => {
    const added = { submission: ['added', undefined, undefined], entry: '옆집', objects };
    const itemIn = ['ready', 'me', `${ALL},${album}`];
    expect(await endOf(() => trashed())).toEqual({ ...added, item: itemIn });
    const deleted = { trashedAt: undefined, deletedAt: new Date(START - 9), albums: [] };
    expect(await endOf(() => trashed(deleted))).toEqual({ ...added, item: itemIn });
    const at = trashed();
    await at.settle();
    // The guest waits as for a new photo.
    expect(at.queues).toEqual(['processItem']);
    expect(readItem(at.documents.get(paths.item(library, item)))).not.toHaveProperty('trashedAt');
    expect(at.documents.has(paths.entry(library, TRASH, item))).toBe(false);
  });

  test("that lost its bytes is in the guest's album only", async () => {
    const at = trashed({ state: 'failed', failure: 'damaged', kind: undefined, token: undefined });
    at.objects.delete(originalName(library, item));
    at.documents.delete(paths.entry(library, TRASH, item));
    await at.settle();
    expect(at.end).toMatchObject({ entry: '옆집', item: ['ready', guest, `${ALL},${album}`] });
  });

  test('stays there while the submission waits for moderation', async () => {
    const at = trashed({}, 'moderated');
    await at.settle();
    expect(at.end).toMatchObject({ submission: ['pending', undefined, undefined], entry: undefined });
    expect(isTrashed(readItem(at.documents.get(paths.item(library, item))))).toBe(true);
  });

  test('that is being purged is replaced by the bytes of the guest when it is gone', async () => {
    const at = trashed({ trashedAt: undefined, deletedAt: new Date(START - 9), albums: [], isPurging: true });
    await at.settle();
    expect(at.end).toMatchObject({ submission: ['uploaded', undefined, undefined], entry: undefined });
    expect(at.objects.has(incoming)).toBe(true);
    at.documents.delete(paths.item(library, item));
    at.objects.delete(originalName(library, item));
    await at.settle();
    expect(at.end).toMatchObject({
      submission: ['added', undefined, undefined],
      item: ['ready', guest, `${ALL},${album}`],
    });
  });

  test('that is the video of a Live Photo leaves it without the photo', async () => {
    const at = trashed({ kind: 'video', variants: ['480'], duration: 2, motionOf: 'q'.repeat(32) });
    at.mediaInfo = { ...PHOTO, kind: 'video', variants: ['480'], duration: 2 };
    await at.settle();
    expect(at.end).toMatchObject({ submission: ['added', undefined, undefined], entry: '옆집' });
    expect(readItem(at.documents.get(paths.item(library, item))).motionOf).toBeUndefined();
  });
});

test('refuses a file that is not media and announces nothing, whatever step crashes', async () => {
  const text = () => {
    const world = new SubmissionSimulator('yes');
    world.objects.set(incoming, Buffer.from('이것은 글이다'));
    return world;
  };
  expect(await endOf(text)).toEqual({
    submission: ['failed', 'not-media', undefined],
    item: undefined,
    entry: undefined,
    objects: [],
  });
});

test('shows a guest the same for a photo that the library had as for a new one, after the same queues', async () => {
  const takenAt = { takenAt: { local: '1987-05-05T00:00:00', precision: 'year', source: 'folder' } };
  const world = async (known?: Fields) => {
    const at = new SubmissionSimulator('yes');
    if (known) {
      at.documents.set(paths.item(library, item), { ...announced, ...PHOTO, albums: [ALL], state: 'ready', ...known });
      at.objects.set(originalName(library, item), photo);
      // Reprocessing uses the library's own file names.
      at.mediaInfo = { ...PHOTO, ...known, rev: undefined };
    }
    await at.settle();
    const { changed: _changed, ...entry } = at.documents.get(paths.entry(library, album, item)) ?? {};
    return { entry, queues: at.queues };
  };
  const fresh = await world();
  expect(fresh.entry['rev']).toBe(guestRev(START));
  const motionVideo = { motionVideo: 'q'.repeat(32), variants: ['480'], duration: 2.5 };
  for (const known of [{}, { rev: 7 }, takenAt, motionVideo]) expect(await world(known)).toEqual(fresh);
});

test("counts a video that the library had against the guest's day, as a new one", async () => {
  const video = { ...PHOTO, kind: 'video', format: 'mp4', duration: 60, variants: ['480'] };
  const world = async (videoSeconds: number) => {
    const at = new SubmissionSimulator('yes');
    at.documents.set(paths.item(library, item), { ...announced, ...video, albums: [ALL], state: 'ready' });
    at.objects.set(originalName(library, item), photo);
    at.mediaInfo = video;
    const day = paths.dailyUsage(library, guest, dayOf(START));
    at.documents.set(day, { videoSeconds });
    await at.settle();
    return { submission: at.end.submission, queues: at.queues, spent: at.documents.get(day)?.['videoSeconds'] };
  };
  expect(await world(0)).toEqual({
    submission: ['added', undefined, undefined],
    queues: ['processGuestVideo'],
    spent: 60,
  });
  const full = MAX_GUEST_VIDEO_S - 59;
  expect(await world(full)).toEqual({ submission: ['failed', 'video-quota', undefined], queues: [], spent: full });
});
