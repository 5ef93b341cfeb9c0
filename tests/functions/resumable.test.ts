import { createHash, randomBytes } from 'node:crypto';
import { originalName, type ItemId, type LibraryId } from '@maru/model';
import { objectSender, type SendObject, type TransferPorts } from '@maru/model/upload/send-object';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platform } from '../../tools/import/platform.ts';
import { post } from '../../tools/import/post.ts';
import { useEmulators, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { announceItem, createLibrary } from './uploading.ts';

const MIB = 1 << 20;
let owner: Person;
let library: LibraryId;
beforeAll(async () => {
  ({ owner, library } = await createLibrary());
});
afterAll(() => owner.close());

/** Sends an announced object as the apps do, until the first command for which `stop` returns true. */
async function setup(size: number) {
  const bytes = randomBytes(size);
  const item = await announceItem(owner, library, bytes);
  const log: [command: string, offset: number][] = [];
  const kept: { session?: string | undefined } = {};
  const sender = (
    intercept: (controller: AbortController) => TransferPorts['post'],
  ): (() => ReturnType<SendObject>) => {
    const controller = new AbortController();
    const { buckets, config } = useEmulators();
    const send = objectSender({
      ...platform,
      post: (url, headers, ...rest) => {
        log.push([headers['x-goog-upload-command'] ?? '', Number(headers['x-goog-upload-offset'] ?? 0)]);
        return intercept(controller)(url, headers, ...rest);
      },
      credentials: async (refresh) => ({ idToken: (await owner.auth.currentUser?.getIdToken(refresh)) ?? '' }),
      host: config.storageHost,
      bucket: buckets.originals,
    });
    return () =>
      send({
        ...{ name: originalName(library, item), bytes: new Blob([bytes]), session: kept.session },
        onsession: (session) => void (kept.session = session),
        onsent: () => undefined,
        signal: controller.signal,
      });
  };
  return { item, bytes, log, kept, sender };
}

/** Whether the bytes of an item are stored. It is enough for its hash: functions compare that too. */
async function isStored(item: ItemId, bytes: Uint8Array): Promise<boolean> {
  const stored = await inspect.object(useEmulators().buckets.originals, originalName(library, item));
  return stored?.md5 === createHash('md5').update(bytes).digest('base64');
}

test('an upload that is cut, loses an answer and is continued by another process is complete', async () => {
  const { item, bytes, log, kept, sender } = await setup(9 * MIB);
  // Cut in the middle of a chunk.
  const cut = sender((controller) => (url, headers, body, signal) => {
    if (headers['x-goog-upload-offset'] === String(MIB)) setImmediate(() => controller.abort());
    return post(url, headers, body, signal);
  });
  expect(await cut()).toBe('lost');
  // The answer to the next chunk is lost.
  const unanswered = sender(() => async (url, headers, body, signal) => {
    const reply = await post(url, headers, body, signal);
    if (headers['x-goog-upload-command'] === 'upload') throw new Error('lost');
    return reply;
  });
  expect(await unanswered()).toBe('lost');
  expect(await sender(() => post)()).toBe('uploaded');
  expect(kept.session).toBeUndefined();
  expect(log.filter(([command]) => command === 'start')).toHaveLength(1);
  expect(log.filter(([command]) => command === 'query')).toHaveLength(2);
  expect(await isStored(item, bytes)).toBe(true);
}, 60_000);

test('the emulator refuses a chunk for another offset, and the object is complete nevertheless', async () => {
  const { item, bytes, log, sender } = await setup(5 * MIB);
  const repeating = sender(() => async (url, headers, body, signal) => {
    const reply = await post(url, headers, body, signal);
    // As after a reload whose last request arrived late.
    if (headers['x-goog-upload-command'] === 'upload') {
      expect((await post(url, headers, body, signal)).status).toBe(400);
    }
    return reply;
  });
  expect(await repeating()).toBe('uploaded');
  expect(log.map(([command]) => command)).toEqual(['start', 'upload', 'upload, finalize']);
  expect(await isStored(item, bytes)).toBe(true);
}, 60_000);

test('an object that exists already is refused, and a session that is unknown is begun again', async () => {
  const { item, bytes, kept, sender } = await setup(MIB);
  kept.session = `${useEmulators().config.storageHost}/v0/b/${useEmulators().buckets.originals}/o?name=x&upload_id=gone`;
  expect(await sender(() => post)()).toBe('uploaded');
  expect(await isStored(item, bytes)).toBe(true);
  expect(await sender(() => post)()).toBe('refused');
}, 60_000);
