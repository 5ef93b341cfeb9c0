import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALL, objectUrl, renditionName, type Item, type ItemId, type LibraryId, type RenditionFile } from '@maru/model';
import type { Client } from '../../import/client.ts';
import { startUploads, type RunningUpload } from '../../import/upload-file.ts';
import type { RunningApp } from '../../sign-in/app.ts';
import type { GoogleClient } from '../google/client.ts';
import { NotRun } from './assert.ts';
import { createJpeg } from './sample-files.ts';

/** The name of the library of the checks. */
export const LIBRARY_NAME = '마루 점검 Maru check';

/** An item that was uploaded and processed, and how long its steps took, in ms. */
export interface Uploaded {
  readonly id: ItemId;
  readonly item: Item;
  readonly bytes: number;
  readonly times: { readonly announced: number; readonly sent: number; readonly ready: number };
}

/** Who checks, and what. */
export interface Participants {
  readonly app: RunningApp;
  readonly owner: Client;
  /** Somebody else, who is invited and removed. */
  readonly second?: Client | undefined;
  /** Absent if nobody is signed in to Google's APIs on this computer. */
  readonly google?: GoogleClient | undefined;
}

/** What the checks share. Everything in the library is deleted at the end. */
export interface Context extends Participants {
  readonly isEmulated: boolean;
  readonly library: LibraryId;
  /** A temporary folder. */
  readonly folder: string;
  /** Uploads a file and waits until it is ready; throws if it fails. */
  readonly upload: (
    fileName: string,
    content: Uint8Array | { readonly path: string; readonly size: number },
  ) => Promise<Uploaded>;
  /** A JPEG that is ready; the same for all checks. */
  readonly photo: () => Promise<Uploaded>;
  readonly urlOf: (id: ItemId, item: Item, file?: RenditionFile) => string;
  readonly itemOf: (id: ItemId) => Promise<Item>;
  /** Somebody else; throws NotRun without one. */
  readonly requireSecond: () => Client;
}

/** Polls until the condition holds; returns the ms that it took. Throws with `what` after `timeoutMs`. */
export async function until(what: string, timeoutMs: number, condition: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (!(await condition())) {
    if (performance.now() - began > timeoutMs) throw new Error(`${what}: not within ${String(timeoutMs / 1000)} s`);
    await sleep(250);
  }
  return Math.round(performance.now() - began);
}

/** The library of the checks: that of an earlier run, restored if it was deleted, or a new one. */
async function openLibrary(owner: Client): Promise<LibraryId> {
  const known = (await owner.libraries()).find(
    ([, { isForVerify, roles }]) => isForVerify === true && roles[owner.uid] === 'owner',
  );
  if (!known) return (await owner.call('createLibrary', { name: LIBRARY_NAME, timeZone: 'Asia/Seoul' })).library;
  const [library, { deleteAt }] = known;
  if (deleteAt !== undefined) await owner.call('restoreLibrary', { library });
  return library;
}

/** Deletes everything in the library for ever, also of an earlier run, then the library. */
async function removeAll({ owner, second }: Participants, library: LibraryId): Promise<void> {
  const items = (await owner.items(library)).filter(([, { state }]) => state !== 'uploading').map(([id]) => id);
  for (let i = 0; i < items.length; i += 100) {
    const some = items.slice(i, i + 100);
    await owner.call('trashItems', { library, items: some });
    await owner.call('purgeItems', { library, items: some });
  }
  const members = (await owner.libraries()).find(([id]) => id === library)?.[1].members ?? [];
  if (second && members.includes(second.uid)) await owner.call('removeMember', { library, uid: second.uid });
  await owner.call('deleteLibrary', { library, name: LIBRARY_NAME });
}

/** Opens the library of the checks; `close` cleans up and may be called again. */
export async function openContext(
  participants: Participants,
): Promise<{ context: Context; close: () => Promise<void> }> {
  const { app, owner, second } = participants;
  const library = await openLibrary(owner);
  const folder = await mkdtemp(join(tmpdir(), 'maru-verify-'));
  const itemOf = async (id: ItemId): Promise<Item> => {
    const item = await owner.item(library, id);
    if (!item) throw new Error(`the item ${id} is gone`);
    return item;
  };
  const upload: Context['upload'] = async (name, content) => {
    const path = 'path' in content ? content.path : join(folder, name);
    if (!('path' in content)) await writeFile(path, content);
    const size = 'path' in content ? content.size : content.length;
    const began = performance.now();
    const times = { announced: 0, sent: 0, ready: 0 };
    const pass = (step: keyof typeof times): void => {
      times[step] ||= Math.round(performance.now() - began);
    };
    const [{ processed }] = startUploads(owner, [{ path, name, size, albums: [ALL] }], library, {
      timeoutMs: 600_000,
      onstate: (_, { at }) => {
        if (at === 'sending') pass('announced');
        if (at === 'processing') pass('sent');
      },
    }) as [RunningUpload];
    const { state, item } = await processed;
    pass('ready');
    if (state.at !== 'ready' || !item) throw new Error(`${name}: ${JSON.stringify(state)}`);
    return { id: state.item, item, bytes: size, times };
  };
  let photo: Promise<Uploaded> | undefined;
  const context: Context = {
    ...participants,
    isEmulated: app.config.emulators !== undefined,
    ...{ library, folder, upload, itemOf },
    photo: async () => {
      const uploaded = await (photo ??= createJpeg().then((jpeg) => upload('photo.jpg', jpeg)));
      // Its token may have been rotated.
      return { ...uploaded, item: await itemOf(uploaded.id) };
    },
    urlOf: (id, { rev, token }, file = 'grid') =>
      objectUrl(
        app.config.storageHost,
        app.config.buckets.renditions,
        renditionName(library, id, rev, file),
        token ?? '',
      ),
    requireSecond: () => {
      if (second) return second;
      throw new NotRun({
        ko: '두 번째 사람이 필요해요(--second)',
        en: 'needs a second person (--second)',
      });
    },
  };
  let closing: Promise<void> | undefined;
  const clean = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await removeAll(participants, library);
  };
  return { context, close: () => (closing ??= clean()) };
}
