import { ALL, originalName, paths } from '@maru/model';
import { expect, test } from 'vitest';
import { album, guest, incoming, item, library, photo, PHOTO, World } from '../../testing/submissions.ts';
import type { Fields } from '../ports/documents.ts';
import { finalized } from '../ingest/ingest-original.ts';

/** Ends well without a crash, and in the same way with one before any step. */
async function endsAlike(make: () => World): Promise<World['end']> {
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
  expect(await endsAlike(() => new World('yes'))).toEqual({
    offer: ['added', undefined, undefined],
    item: ['ready', guest, `${ALL},${album}`],
    entry: '옆집',
    objects,
  });
  expect(await endsAlike(() => new World('asked'))).toEqual({
    offer: ['waiting', undefined, undefined],
    item: ['ready', guest, ''],
    entry: undefined,
    objects,
  });
});

test('nor where it cannot be made, nor where its guest was sent away: nothing is left of it', async () => {
  const torn = () => Object.assign(new World('yes'), { failure: 'unreadable' });
  const gone = { item: undefined, entry: undefined, objects: [] };
  expect(await endsAlike(torn)).toEqual({ offer: ['failed', 'unreadable', undefined], ...gone });
  expect(await endsAlike(() => new World('yes', []))).toEqual({ offer: ['declined', undefined, undefined], ...gone });
});

const announced = { uploader: 'me', fileName: 'mine.jpg', size: photo.length, rev: 1, addedAt: new Date(3) };

test('nor where somebody announced the same and never came, or came with other bytes: the true ones win', async () => {
  const squatted = (over: Fields, bytes?: Uint8Array) => () => {
    const world = new World('yes');
    world.documents.set(paths.item(library, item), { ...announced, albums: [ALL], state: 'uploading', ...over });
    if (bytes) {
      const name = originalName(library, item);
      world.objects.set(name, bytes);
      world.waiting.push(() => finalized(world.ports, { name, generation: '1' }));
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
    const world = new World('yes');
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
    const world = new World('yes');
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
