import {
  incomingPrefix,
  instant,
  isLibraryId,
  originalsPrefix,
  parse,
  paths,
  readAlbum,
  renditionsPrefix,
  type AlbumId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store } from '../ports/documents.ts';
import type { BulkDelete } from '../ports/ending.ts';
import type { Clock, Log } from '../ports/system.ts';

interface PurgePorts {
  readonly store: Store;
  readonly removal: BulkDelete;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many objects are taken away at a time, and how long one purge goes on taking, in milliseconds: the next goes on. */
const AT_ONCE = 500;
const GOES_ON_MS = 400_000;
/** How many ended libraries one purge looks at. */
const LIBRARIES = 20;

const endedSchema = v.object({ deleteAt: instant });
const isOver = (fields: Fields, now: number): boolean => parse('library', endedSchema, fields).deleteAt <= now;

/**
 * Shows a library to nobody any more: members, guests, and who has an invite to it or asked for it. False where an owner has
 * kept it in the last moment.
 */
function shut({ store, clock }: PurgePorts, library: LibraryId): Promise<boolean> {
  return store.transact(async (tx) => {
    const fields = await tx.read(paths.library(library));
    if (fields?.['deleteAt'] === undefined || !isOver(fields, clock.now())) return false;
    const of = { where: ['library', '==', library] } as const;
    const albums = await tx.find(paths.albums(library), {});
    const waiting = [...(await tx.find(paths.invites(), of)), ...(await tx.find(paths.requests(), of))];
    tx.update(paths.library(library), { roles: {}, members: [] });
    for (const { id, path, fields } of albums) {
      const { guests, readers } = readAlbum(fields);
      for (const uid of Object.keys(guests)) tx.remove(paths.guestMembership(uid as Uid, id as AlbumId));
      // A guest is one by the album itself, and its documents go last.
      if (readers.length > 0) tx.update(path, { readers: [], guests: {} });
    }
    for (const { path } of waiting) tx.remove(path);
    return true;
  });
}

/** Takes objects away until none is left, or the time is over; whether none is left. */
async function clear(clock: Clock, until: number, step: () => Promise<number>): Promise<boolean> {
  while (clock.now() < until) if ((await step()) === 0) return true;
  return false;
}

/** Deletes one library for good, its document last; whether it is gone. */
async function purgeLibrary(ports: PurgePorts, library: LibraryId, until: number): Promise<boolean> {
  const { removal, clock } = ports;
  if (!(await shut(ports, library))) return false;
  const isClear =
    (await clear(clock, until, () => removal.renditions(renditionsPrefix(library), AT_ONCE))) &&
    (await clear(clock, until, () => removal.originals(originalsPrefix(library), AT_ONCE))) &&
    (await clear(clock, until, () => removal.originals(incomingPrefix(library), AT_ONCE)));
  if (isClear) await removal.documents(paths.library(library));
  return isClear;
}

/** Deletes for good what was ended and whose grace is over. Gives how many libraries are gone. */
export async function purge(ports: PurgePorts): Promise<number> {
  const { store, clock, log } = ports;
  const until = clock.now() + GOES_ON_MS;
  let count = 0;
  for (const found of await store.find(paths.libraries(), { order: ['deleteAt', 'asc'], limit: LIBRARIES })) {
    const library = found.id;
    try {
      if (!isLibraryId(library) || !isOver(found.fields, clock.now())) continue;
      if (!(await purgeLibrary(ports, library, until))) continue;
      log('purged', { library });
      count += 1;
    } catch (error) {
      // What cannot be taken away keeps nothing else from it.
      log('could not be purged', { library, why: String(error) });
    }
  }
  return count;
}
