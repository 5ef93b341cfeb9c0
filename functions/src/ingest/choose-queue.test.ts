import { ALL, INTERACTIVE_ITEMS, MAX_SMALL_BYTES, paths, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noOriginals, noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { ProcessingQueue } from '../ports/queue.ts';
import { enqueueProcessing } from './choose-queue.ts';

const library = 'a'.repeat(20) as LibraryId;
const item = 'b'.repeat(32) as ItemId;
const task = { library, item, generation: '7' };
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]);
const MP4 = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1');
const MP3 = Buffer.from('ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0', 'latin1');

/** The queue of an item whose uploader has `mine` items in processing and others have `others`. */
async function queueOf(
  head: Uint8Array,
  { mine = 1, others = 100, size = 3, inBulk = undefined as boolean | undefined, state = 'processing', of = {} } = {},
): Promise<ProcessingQueue | undefined> {
  const documents = new Map<string, Fields>();
  for (let n = 0; n < mine + others; n++)
    documents.set(paths.item(library, String(n) as ItemId), { state, uploader: n < mine ? 'me' : 'another' });
  let chosen: ProcessingQueue | undefined;
  let reads = 0;
  const ports = {
    store: fakeDocuments(documents),
    originals: {
      ...noOriginals,
      head: () => {
        reads += 1;
        return Promise.resolve(head);
      },
    },
    queue: {
      ...noQueue,
      processItem: (_task: unknown, queue: ProcessingQueue) => Promise.resolve(void (chosen = queue)),
    },
  };
  await enqueueProcessing(ports, task, { uploader: 'me' as Uid, size, albums: [ALL], ...of }, inBulk);
  expect(reads).toBe(size > MAX_SMALL_BYTES ? 0 : 1);
  return chosen;
}

test('separates bulk uploads from the few photos of one person, whatever others upload', async () => {
  expect(await queueOf(JPEG)).toBe('processItem');
  expect(await queueOf(JPEG, { mine: INTERACTIVE_ITEMS - 1 })).toBe('processItem');
  expect(await queueOf(JPEG, { mine: INTERACTIVE_ITEMS })).toBe('processBulk');
  expect(await queueOf(JPEG, { mine: 500, state: 'ready' })).toBe('processItem');
});

test('puts reprocessing into the bulk queue, and video and audio into a queue of their own', async () => {
  expect(await queueOf(JPEG, { inBulk: true })).toBe('processBulk');
  for (const head of [MP4, MP3])
    for (const how of [{}, { mine: 500 }, { inBulk: true }]) expect(await queueOf(head, how)).toBe('processVideo');
});

test("puts a guest's video into the guests' queue, unless a member has added or reprocesses it", async () => {
  const guests = { guest: '옆집', albums: [] };
  for (const head of [MP4, MP3]) expect(await queueOf(head, { of: guests })).toBe('processGuestVideo');
  expect(await queueOf(JPEG, { of: guests })).toBe('processItem');
  expect(await queueOf(JPEG, { of: guests, size: MAX_SMALL_BYTES + 1 })).toBe('processGuestVideo');
  expect(await queueOf(MP4, { of: { ...guests, albums: [ALL] } })).toBe('processVideo');
  const mediaInfo = { kind: 'video', format: 'mp4', variants: [] } as const;
  expect(await queueOf(MP4, { of: { ...guests, mediaInfo }, inBulk: true })).toBe('processVideo');
});

test('puts a file larger than any photo into the video queue without reading it', async () => {
  expect(await queueOf(JPEG, { size: MAX_SMALL_BYTES })).toBe('processItem');
  expect(await queueOf(JPEG, { size: MAX_SMALL_BYTES + 1 })).toBe('processVideo');
});

test('puts an unknown or missing file into the interactive queue, where it is refused soon', async () => {
  expect(await queueOf(new Uint8Array())).toBe('processItem');
});
