import {
  incomingPrefix,
  instant,
  isLibraryId,
  originalsPrefix,
  parse,
  paths,
  readAlbum,
  readLibrary,
  renditionsPrefix,
  type AlbumId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store } from '../ports/documents.ts';
import type { BulkDelete } from '../ports/deletion.ts';
import type { Clock, Log } from '../ports/system.ts';

interface PurgePorts {
  readonly store: Store;
  readonly removal: BulkDelete;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many objects one step deletes. */
const STEP = 500;
/** How long one purge deletes objects, in milliseconds; the next one continues. */
const RUN_MS = 120_000;
/** How many deleted libraries one purge reads. */
const LIBRARIES = 20;

const deletedSchema = v.object({ deleteAt: instant });
const isDue = (fields: Fields, now: number): boolean => parse('library', deletedSchema, fields).deleteAt <= now;

/** Removes all access to a library: members, guests, invites and access requests. Returns false if it was restored meanwhile. */
function removeAccess({ store, clock }: PurgePorts, library: LibraryId): Promise<boolean> {
  return store.transact(async (tx) => {
    const fields = await tx.read(paths.library(library));
    if (fields?.['deleteAt'] === undefined || !isDue(fields, clock.now())) return false;
    const query = { where: ['library', '==', library] } as const;
    const albums = await tx.find(paths.albums(library), {});
    const pending = [...(await tx.find(paths.invites(), query)), ...(await tx.find(paths.requests(), query))];
    tx.update(paths.library(library), { roles: {}, members: [] });
    for (const uid of readLibrary(fields).members)
      for (const pathOf of [paths.favourites, paths.playPositions, paths.looks]) tx.remove(pathOf(uid, library));
    for (const { id, path, fields } of albums) {
      const { guests, readers } = readAlbum(fields);
      for (const uid of Object.keys(guests)) tx.remove(paths.guestMembership(uid as Uid, id as AlbumId));
      // The rules read readers and guests from the album, which is deleted last.
      if (readers.length > 0) tx.update(path, { readers: [], guests: {} });
    }
    for (const { path } of pending) tx.remove(path);
    return true;
  });
}

/** Repeats a step until nothing is left, or until `until` (ms). Returns whether nothing is left. */
async function deleteAll(clock: Clock, until: number, step: () => Promise<number>): Promise<boolean> {
  while (clock.now() < until) if ((await step()) === 0) return true;
  return false;
}

/** Purges one library, its document last. Returns whether it is gone. */
async function purgeLibrary(ports: PurgePorts, library: LibraryId, until: number): Promise<boolean> {
  const { removal, clock } = ports;
  if (!(await removeAccess(ports, library))) return false;
  const isEmpty =
    (await deleteAll(clock, until, () => removal.renditions(renditionsPrefix(library), STEP))) &&
    (await deleteAll(clock, until, () => removal.originals(originalsPrefix(library), STEP))) &&
    (await deleteAll(clock, until, () => removal.originals(incomingPrefix(library), STEP)));
  if (isEmpty) await removal.documents(paths.library(library));
  return isEmpty;
}

/** Purges the deleted libraries that are due and returns how many are gone. */
export async function purgeLibraries(ports: PurgePorts): Promise<number> {
  const { store, clock, log } = ports;
  const until = clock.now() + RUN_MS;
  let count = 0;
  for (const found of await store.find(paths.libraries(), { order: ['deleteAt', 'asc'], limit: LIBRARIES })) {
    const library = found.id;
    try {
      if (!isLibraryId(library) || !isDue(found.fields, clock.now())) continue;
      if (!(await purgeLibrary(ports, library, until))) continue;
      log('library purged', { library });
      count += 1;
    } catch (error) {
      // The others are still purged.
      log('library purge failed', { library, error: String(error) });
    }
  }
  return count;
}
