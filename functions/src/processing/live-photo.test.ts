import { ALL, TRASH, isReprocessing, paths, readItem, type ItemId, type LibraryId } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noOriginals, noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { joinLivePhoto } from './live-photo.ts';

const library = 'l'.repeat(20) as LibraryId;
const photo = 'a'.repeat(32) as ItemId;
const video = 'b'.repeat(32) as ItemId;
const PHOTO = paths.item(library, photo);
const VIDEO = paths.item(library, video);

const common = { uploader: 'me', fileName: 'IMG_1', size: 1, albums: [ALL], rev: 1, addedAt: new Date(0), token: 't' };
const half = (kind: 'photo' | 'video', key = 'apple:ID'): Fields => ({
  ...{ ...common, state: 'ready', kind, format: kind === 'photo' ? 'heic' : 'mov' },
  ...{ variants: kind === 'photo' ? [] : ['1080'], pairing: [key] },
});

const unexpected = (): never => {
  throw new Error('an item without media info');
};

function setup() {
  const documents = new Map<string, Fields>([
    [PHOTO, half('photo')],
    [VIDEO, half('video')],
    ...[photo, video].map((one) => [paths.entry(library, ALL, one), {}] as const),
  ]);
  const tasks: ProcessTask[] = [];
  const indexings: string[] = [];
  const ports: Parameters<typeof joinLivePhoto>[0] = {
    store: fakeDocuments(documents),
    originals: {
      ...noOriginals,
      stat: () => Promise.resolve({ size: 1, generation: '7' }),
      head: () => Promise.resolve(Buffer.from([0xff, 0xd8, 0xff])),
    },
    queue: {
      ...noQueue,
      processItem: (task) => Promise.resolve(void tasks.push(task)),
      indexAlbum: ({ album }) => Promise.resolve(void indexings.push(album)),
    },
    clock: { now: () => 1000, sleep: () => Promise.resolve(), every: () => () => undefined },
    log: () => undefined,
  };
  /** Simulates that the photo was reprocessed with its motion clip. */
  const reprocess = (): void => {
    const { targetRev } = readItem(documents.get(PHOTO));
    documents.set(PHOTO, { ...documents.get(PHOTO), rev: targetRev, variants: ['720'], duration: 2.8 });
  };
  const join = (id: ItemId): Promise<void> => {
    const { mediaInfo } = readItem(documents.get(paths.item(library, id)));
    return joinLivePhoto(ports, library, id, mediaInfo ?? unexpected());
  };
  return { documents, join, tasks, indexings, reprocess };
}

/** Returns the relevant state of the documents. */
const stateOf = ({ documents }: ReturnType<typeof setup>): unknown => {
  const [image, clip] = [readItem(documents.get(PHOTO)), readItem(documents.get(VIDEO))];
  return {
    ...{ motionVideo: image.motionVideo, motionOf: clip.motionOf, rev: image.rev, targetRev: image.targetRev },
    entries: [photo, video].map((one) => documents.has(paths.entry(library, ALL, one))),
  };
};
const JOINED = { motionVideo: video, motionOf: photo, rev: 1, targetRev: 2, entries: [true, false] };

test('whichever file is ready last, reprocesses the photo and removes the entry of the video', async () => {
  for (const last of [photo, video]) {
    const at = setup();
    await at.join(last);
    expect(stateOf(at)).toEqual(JOINED);
    expect(isReprocessing(readItem(at.documents.get(PHOTO)))).toBe(true);
    expect(at.tasks).toEqual([{ library, item: photo, generation: '7' }]);
    expect(at.indexings).toEqual([ALL]);
  }
});

test('concurrent and repeated calls have the same result', async () => {
  const at = setup();
  await Promise.all([at.join(photo), at.join(video)]);
  for (const one of [video, photo, video]) await at.join(one);
  expect(stateOf(at)).toEqual(JOINED);
  at.reprocess();
  const tasks = at.tasks.length;
  for (const one of [video, photo]) await at.join(one);
  expect(stateOf(at)).toEqual({ ...JOINED, rev: 2 });
  expect(at.tasks).toHaveLength(tasks);
});

test('pairs the files of a Live Photo in the trash there', async () => {
  const at = setup();
  const trashedAt = new Date(500);
  at.documents.set(PHOTO, { ...half('photo'), trashedAt });
  at.documents.set(VIDEO, { ...half('video'), trashedAt });
  at.documents.set(paths.entry(library, TRASH, video), {});
  await at.join(photo);
  expect(at.documents.has(paths.entry(library, TRASH, video))).toBe(false);
  expect(at.indexings).toEqual([TRASH]);
});

test('does not pair a single file, one in processing, or one of another pair', async () => {
  const others: ((documents: Map<string, Fields>) => unknown)[] = [
    (documents) => documents.delete(VIDEO),
    (documents) => documents.set(VIDEO, { ...half('video'), state: 'processing' }),
    (documents) => documents.set(VIDEO, half('video', 'apple:OTHER')),
    (documents) => documents.set(VIDEO, { ...half('video'), motionOf: 'c'.repeat(32) }),
    (documents) => documents.set(PHOTO, { ...half('photo'), motionVideo: 'c'.repeat(32) }),
    (documents) => documents.set(VIDEO, half('photo')),
  ];
  for (const change of others) {
    const at = setup();
    change(at.documents);
    const before = [...at.documents];
    await at.join(photo);
    expect([...at.documents]).toEqual(before);
    expect(at.tasks).toEqual([]);
  }
});
