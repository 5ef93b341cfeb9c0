import { createHash } from 'node:crypto';
import {
  ALL,
  MAX_SECTIONS_OF_VIDEO,
  paths,
  readEntry,
  TRASH,
  TRASH_DAYS,
  type InviteId,
  type ItemId,
  type Section,
} from '@maru/model';
import { expect, test } from 'vitest';
import { editor, idOf, library, owner, summer, TrashWorld, viewer } from '../../testing/trash-world.ts';
import type { Fields } from '../ports/documents.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { reprocessItem } from '../processing/reprocess-item.ts';
import { emptyTrash, purgeItems } from '../trash/delete-items.ts';
import { purgeTrash } from '../trash/purge-trash.ts';
import { restoreItems, trashItems } from '../trash/trash-items.ts';
import { splitVideo } from './split-video.ts';

const tape = idOf('a');
const date = { local: '1994-05-05T00:00:00', precision: 'day' } as const;
const SECTIONS: Section[] = [
  { start: 0, end: 30.25, caption: '운동회', date },
  { start: 30.25, end: 120 },
];

/** A library with a tape that is in two albums. */
class World extends TrashWorld {
  enqueued: [ItemId, string][] = [];

  constructor(over: Fields = {}) {
    super();
    const at = new Date(0);
    const takenAt = { value: { local: '1994-05-01T10:00:00', precision: 'second', source: 'edit' }, at };
    const texts = { caption: { value: '여름 테이프', at }, placeName: { value: '할머니 댁', at } };
    const edits = { ...texts, takenAt, chapters: { value: [], at } };
    const media = { kind: 'video', format: 'avi', duration: 120.2, variants: ['480'], edits, folder: '테이프' };
    this.put('a', [ALL, summer], { ...media, ...over });
  }

  get splitPorts() {
    const { queue, ids, ...ports } = this.ports;
    const processItem = (task: ProcessTask, name: string) =>
      Promise.resolve(void this.enqueued.push([task.item, name]));
    const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex') as InviteId;
    return { ...ports, queue: { ...queue, processItem }, ids: { ...ids, fingerprint } };
  }

  async split(sections = SECTIONS, who = editor): Promise<{ item: ItemId; isNew: boolean }[]> {
    return (await splitVideo(this.splitPorts, who, { library, item: tape, sections })).sections;
  }

  /** Makes a section ready, as its task does. */
  finish(id: ItemId): void {
    const media = { state: 'ready', kind: 'video', format: 'avi', variants: ['480'], token: 's' };
    this.documents.set(paths.item(library, id), { ...this.documents.get(paths.item(library, id)), ...media });
  }
}

test('each section is an item of its own with its name and date, in the albums and the order of the video, of which it reveals nothing else', async () => {
  const at = new World();
  const before = at.documents.get(paths.item(library, tape));
  const [first, second] = await at.split();
  expect([first?.isNew, second?.isNew]).toEqual([true, true]);
  const { edits, ...item } = at.item(first?.item ?? tape);
  expect(item).toEqual({
    ...{ state: 'processing', uploader: 'editor', fileName: 'a.jpg', folder: '테이프', size: 0, albums: [ALL, summer] },
    ...{ rev: 1, sectionOf: { item: tape, start: 0, end: 30.25 } },
    ...{ addedAt: expect.any(Number) as unknown, changed: expect.any(Number) as unknown },
  });
  const time = expect.any(Number) as unknown;
  expect(edits).toEqual({
    caption: { value: '운동회', at: time },
    takenAt: { value: { ...date, source: 'edit' }, at: time },
  });
  const other = at.item(second?.item ?? tape);
  expect(other.edits).toEqual({
    takenAt: { value: { local: '1994-05-01T10:00:30', precision: 'second', source: 'edit' }, at: time },
  });
  expect(other.addedAt).toBe(item.addedAt + 1);
  expect(at.enqueued).toEqual([first, second].map((one) => [one?.item, 'processChunk']));
  const after = at.documents.get(paths.item(library, tape));
  expect(after).toEqual({ ...before, isSplit: true, changed: after?.['changed'] });
});

test('the same split makes the same items, and enqueues what is not done', async () => {
  const at = new World();
  const [first, second] = await at.split();
  at.finish(first?.item ?? tape);
  at.enqueued = [];
  expect(await at.split()).toEqual([first, second].map((one) => ({ ...one, isNew: false })));
  expect(at.enqueued).toEqual([[second?.item, 'processChunk']]);
  // What was undone comes back from the trash.
  await trashItems(at.ports, editor, { library, items: [first?.item ?? tape] });
  expect(at.shownIn(first?.item ?? tape)).toEqual([TRASH]);
  expect(await at.split()).toEqual([first, { ...second, isNew: false }]);
  expect(at.shownIn(first?.item ?? tape)).toEqual([ALL, summer].sort());
});

test('what comes back from the trash has the name and date of this split, belongs to its caller, and is processed again if it failed', async () => {
  const at = new World();
  const [first = tape, second = tape] = (await at.split(SECTIONS, owner)).map(({ item }) => item);
  at.finish(first);
  const failed = { ...at.documents.get(paths.item(library, second)), state: 'failed', failure: 'attempts-exhausted' };
  at.documents.set(paths.item(library, second), failed);
  await trashItems(at.ports, owner, { library, items: [first, second] });
  at.enqueued = [];
  await at.split([{ start: 0, end: 30.25, caption: '생일' }, ...SECTIONS.slice(1)]);
  const { edits } = at.item(first);
  expect([edits?.caption?.value, edits?.takenAt?.value.local]).toEqual(['생일', '1994-05-01T10:00:00']);
  const entry = readEntry(at.documents.get(paths.entry(library, ALL, first)));
  expect(entry).toMatchObject({ caption: '생일', by: 'editor' });
  expect(at.item(second)).toMatchObject({ state: 'processing', uploader: 'editor' });
  expect(at.enqueued).toEqual([[second, 'processChunk']]);
  // Its undo is the caller's, but not what an owner deleted.
  await trashItems(at.ports, editor, { library, items: [first] });
  expect(at.shownIn(first)).toEqual([TRASH]);
  await at.split(SECTIONS, owner);
  await trashItems(at.ports, owner, { library, items: [first] });
  await purgeItems(at.ports, owner, { library, items: [first] });
  await expect(at.split()).rejects.toThrow('not-splittable');
  expect(at.item(first).deletedAt).toBeDefined();
  await at.split(SECTIONS, owner);
  expect(at.shownIn(first)).toEqual([ALL, summer].sort());
});

test('a video has a limited number of sections', async () => {
  const at = new World();
  const seconds = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({ start: from + n / 2, end: from + n / 2 + 1 }));
  await at.split(seconds(0, MAX_SECTIONS_OF_VIDEO - 1));
  await expect(at.split(seconds(110, 2))).rejects.toThrow('limit-reached');
  await at.split(seconds(110, 1));
  expect(await at.split(seconds(110, 1))).toMatchObject([{ isNew: false }]);
});

test.each<readonly [string, Fields]>([
  ['a photo', { kind: 'photo' }],
  ['a sound', { kind: 'sound' }],
  ['a video in processing', { progress: 0.5 }],
  ['a failed one', { state: 'failed', failure: 'unreadable' }],
  ['one in the trash', { trashedAt: new Date(0) }],
  ['the video of a Live Photo', { motionOf: idOf('b') }],
  ['a section', { sectionOf: { item: idOf('b'), start: 0, end: 9 } }],
])('%s cannot be split', async (_, over) => {
  const at = new World(over);
  await expect(at.split()).rejects.toThrow('not-splittable');
  expect(at.enqueued).toEqual([]);
});

test('nothing after the end, nothing by a viewer, and nothing in place of another item', async () => {
  const at = new World();
  await expect(at.split([{ start: 30, end: 122 }])).rejects.toThrow('invalid-request');
  await expect(at.split(SECTIONS, viewer)).rejects.toThrow('forbidden');
  const other = await new World().split();
  at.put('b', [ALL]);
  at.documents.set(paths.item(library, other[0]?.item ?? tape), at.documents.get(paths.item(library, idOf('b'))) ?? {});
  await expect(at.split()).rejects.toThrow('not-splittable');
  expect(at.item(tape).isSplit).toBeUndefined();
});

test('"process again" cuts a section again, which has no original', async () => {
  const at = new World();
  const [first] = await at.split();
  at.finish(first?.item ?? tape);
  at.enqueued = [];
  await reprocessItem(at.splitPorts, owner, { library, item: first?.item ?? tape });
  expect([at.enqueued, at.item(first?.item ?? tape).targetRev]).toEqual([[[first?.item, 'processChunk']], 2]);
});

test('a video in the trash is kept as long as a section needs its original, and is purged with the last one', async () => {
  const at = new World();
  const items = (await at.split()).map(({ item }) => item);
  for (const id of items) at.finish(id);
  const trash = async (...ids: ItemId[]) => {
    await trashItems(at.ports, owner, { library, items: ids });
    at.finishRotations();
  };
  const exists = () => [tape, ...items].filter((id) => at.has(paths.item(library, id)));
  await trash(tape);
  at.now += (TRASH_DAYS + 1) * 86_400_000;
  expect(await purgeTrash(at.ports)).toBe(0);
  expect(await purgeItems(at.ports, owner, { library, items: [tape] })).toEqual({ kept: 1 });
  expect(await emptyTrash(at.ports, owner, { library })).toEqual({ kept: 1 });
  expect(at.shownIn(tape)).toEqual([TRASH]);
  // A section in the trash may still be restored.
  const [first = tape, second = tape] = items;
  await trash(first, second);
  await purgeItems(at.ports, owner, { library, items: [first] });
  expect(await purgeItems(at.ports, owner, { library, items: [tape] })).toEqual({ kept: 1 });
  expect(await purgeTrash(at.ports)).toBe(1);
  expect(exists()).toEqual([tape, second]);
  // All of them together; but a section that comes back in between keeps the original.
  expect(await purgeItems(at.ports, owner, { library, items: [tape, second] })).toEqual({});
  const deleted = at.documents.get(paths.item(library, second)) ?? {};
  at.documents.set(paths.item(library, second), { ...deleted, deletedAt: undefined, trashedAt: new Date(at.now) });
  expect(await purgeTrash(at.ports)).toBe(0);
  expect(exists()).toEqual([tape, second]);
  await restoreItems(at.ports, owner, { library, items: [second] });
  await trash(second);
  await purgeItems(at.ports, owner, { library, items: [second] });
  expect(await purgeTrash(at.ports)).toBe(2);
  expect([exists(), at.bytes, at.shownIn(second)]).toEqual([[], 0, []]);
});
