import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import type { Item, ItemId, LibraryId } from '@maru/model';
import { isUnreachable } from '@maru/model/api/unreachable';
import { ApiError } from '@maru/model/api/error';
import { hasEnded, hasSent } from '@maru/model/upload/job';
import { keyedMutex } from '@maru/model/upload/keyed-mutex';
import type { Bytes, Stop } from '@maru/model/upload/platform';
import type { LibraryAccess, QueuedUpload, UploadPorts, UploadQueue } from '@maru/model/upload/ports';
import type { Client } from './client.ts';
import { InflatedFiles, type FileInZip } from './inflated-files.ts';
import type { KnownFiles } from './known-files.ts';
import { platform } from './platform.ts';

/** Delay between two reads of an item, in ms; it grows from `first` to `max`. */
const POLL_MS = { first: 150, max: 1500 } as const;
/** How much is hashed at once, in bytes. */
const PIECE = 4 << 20;

/** Where the bytes of an upload are, and the key under which what is learned about them is kept for the next run. */
export interface Source {
  /** The files whose bytes, one after the other, are the upload: each a path, or a file in a ZIP. */
  readonly parts: readonly (string | FileInZip)[];
  readonly key?: string | undefined;
}

async function hash(bytes: Bytes, onread: (done: number) => void): Promise<string> {
  const sha256 = createHash('sha256');
  for (let at = 0; at < bytes.size; at += PIECE) {
    const end = Math.min(bytes.size, at + PIECE);
    sha256.update(new Uint8Array(await bytes.slice(at, end).arrayBuffer()));
    onread(end);
  }
  return sha256.digest('hex');
}

/** The uploads of one run. The next run adds them again; `known` then has their items and sessions. */
function queueOfRun(known: KnownFiles | undefined): UploadQueue<Source> {
  const sources = new Map<string, Source>();
  const inflated = new InflatedFiles();
  const uploads = new Map<string, QueuedUpload>();
  return {
    load: () => Promise.resolve([]),
    add: (added) => {
      for (const { upload, source } of added) sources.set(upload.id, source);
      return Promise.resolve([]);
    },
    update: async (upload) => {
      const { id, item, session, isSent } = upload;
      if (hasEnded(upload)) uploads.delete(id);
      else uploads.set(id, upload);
      const { key } = sources.get(id) ?? {};
      if (key !== undefined) await known?.keep(key, { item, session });
      if (isSent || hasEnded(upload)) await inflated.remove(id);
    },
    remove: async (ids) => {
      for (const id of ids) {
        sources.delete(id);
        uploads.delete(id);
        await inflated.remove(id);
      }
    },
    // A Blob that reads the files in pieces: a tape of 20 GB must not be read into memory.
    open: async (id) => {
      const open = (one: string | FileInZip): Promise<Blob> =>
        typeof one === 'string' ? openAsBlob(one) : inflated.open(id, one);
      return new Blob(await Promise.all((sources.get(id)?.parts ?? []).map(open)));
    },
    isSent: (library, item) => Promise.resolve([...uploads.values()].some((one) => hasSent(one, library, item))),
  };
}

/** Reads an item again and again until it is stopped. */
function pollItem(
  client: Client,
  library: LibraryId,
  item: ItemId,
  { next, fail }: Parameters<LibraryAccess['watchItem']>[2],
): Stop {
  let stop: Stop = () => undefined;
  let isStopped = false;
  const poll = async (delay: number): Promise<void> => {
    try {
      const found = await client.item(library, item);
      if (!isStopped) next(found);
    } catch (error) {
      if (isStopped || !isUnreachable(error)) {
        if (!isStopped) fail(error instanceof ApiError && error.code === 'forbidden' ? 'forbidden' : 'broken');
        return;
      }
    }
    if (!isStopped) stop = platform.after(delay, () => void poll(Math.min(POLL_MS.max, delay * 1.4)));
  };
  void poll(POLL_MS.first);
  return () => {
    isStopped = true;
    stop();
  };
}

/** What the uploads of one run need of this computer. `onitem` gets every item that is read. */
export function uploadPorts(
  client: Client,
  onitem: (id: ItemId, item: Item) => void,
  known?: KnownFiles,
): UploadPorts<Source> {
  const read = async (library: LibraryId, id: ItemId): Promise<Item | undefined> => {
    const item = await client.item(library, id);
    if (item) onitem(id, item);
    return item;
  };
  return {
    ...platform,
    uid: client.uid,
    library: {
      readItem: read,
      writeItem: client.announce,
      watchItem: (library, id, watcher) => pollItem({ ...client, item: read }, library, id, watcher),
      watchSubmission: () => {
        throw new Error('a program submits nothing');
      },
      readFavourites: (_, library) => client.favourites(library),
      writeFavourites: (_, library, added) => client.addFavourites(library, added),
      call: client.call,
    },
    send: client.send,
    queue: queueOfRun(known),
    hash,
    exclusive: keyedMutex(),
    // A request that finds no network is repeated.
    network: { isOnline: () => true, onchange: () => () => undefined },
    report: () => undefined,
    newId: randomUUID,
  };
}
