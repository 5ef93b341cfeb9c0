import {
  isItemId,
  MAX_OPEN_ANNOUNCEMENTS,
  canTakeOver,
  originalName,
  paths,
  readItem,
  readLibrary,
  SWEEP_AFTER_S,
  UPLOAD_DAYS,
  type ItemId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import type { Fields, StoredDocument, Store } from '../ports/documents.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import { ingestOriginal } from './ingest-original.ts';
import { isSame } from '../sharing/sharing-state.ts';
import { sweepEach } from '../maintenance/sweep-each.ts';

export interface AnnouncementPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

const DAY_S = 86_400;
/** Two sweeps see each age, so that one may fail. */
const WINDOW_S = 600;
/** The ages (s) at which an announcement is checked for an upload whose event was lost. In between it costs nothing. */
const CHECKED_AT_S = [SWEEP_AFTER_S, DAY_S];
/** How many announcements of one age a sweep reads. */
const LIMIT = 500;

/** The announcements of a library with an age (s) in this range, oldest first. */
const ofAge = (
  { store, clock }: AnnouncementPorts,
  library: LibraryId,
  from: number,
  to: number,
): Promise<StoredDocument[]> =>
  store.find(paths.items(library), {
    where: ['state', '==', 'uploading'],
    between: ['addedAt', new Date(Math.max(0, clock.now() - to * 1000)), new Date(clock.now() - from * 1000)],
    limit: LIMIT,
  });

/** Ingests the upload of an announcement whose event was lost. */
async function ingestLostUpload(
  ports: AnnouncementPorts,
  library: LibraryId,
  item: ItemId,
): Promise<'ingested' | 'ignored' | 'none'> {
  const name = originalName(library, item);
  const stat = await ports.originals.stat(name);
  if (!stat) return 'none';
  return (await ingestOriginal(ports, { name, generation: stat.generation })).act ? 'ingested' : 'ignored';
}

/** Deletes an expired announcement without an upload. */
const expire = ({ store, clock }: AnnouncementPorts, library: LibraryId, item: ItemId): Promise<boolean> =>
  store.transact(async (tx) => {
    const fields = await tx.read(paths.item(library, item));
    const known = fields && readItem(fields);
    if (known?.state !== 'uploading' || !canTakeOver(known, clock.now())) return false;
    tx.remove(paths.item(library, item));
    return true;
  });

/** Ingests uploads whose event was lost and deletes expired announcements. Returns how many. */
export async function sweepAnnouncements(ports: AnnouncementPorts, library: LibraryId): Promise<number> {
  let count = 0;
  for (const age of CHECKED_AT_S) {
    const found = await ofAge(ports, library, age, age + WINDOW_S);
    count += await sweepEach(
      ports.log,
      library,
      'item',
      found,
      async ({ id }) => isItemId(id) && (await ingestLostUpload(ports, library, id)) === 'ingested',
    );
  }
  const expired = await ofAge(ports, library, UPLOAD_DAYS * DAY_S, Infinity);
  return (
    count +
    (await sweepEach(ports.log, library, 'item', expired, async ({ id }) => {
      if (!isItemId(id)) return false;
      const outcome = await ingestLostUpload(ports, library, id);
      return outcome === 'none' ? expire(ports, library, id) : outcome === 'ingested';
    }))
  );
}

/**
 * Pauses members with more than `MAX_OPEN_ANNOUNCEMENTS` open announcements, until they have fewer. The rules check this in the library's
 * document, which they read anyway; a counter in the rules would cost a write and two reads per photo.
 */
export async function limitAnnouncements(
  { store }: AnnouncementPorts,
  library: LibraryId,
  fields: Fields,
): Promise<void> {
  const paused = (fields['pausedUploaders'] ?? []) as readonly Uid[];
  const isOpen = ['state', '==', 'uploading'] as const;
  if ((await store.count(paths.items(library), { where: isOpen })) <= MAX_OPEN_ANNOUNCEMENTS && paused.length === 0)
    return;
  const over: Uid[] = [];
  for (const uid of readLibrary(fields).members) {
    const question = { where: ['uploader', '==', uid], and: isOpen, limit: MAX_OPEN_ANNOUNCEMENTS + 1 } as const;
    if ((await store.count(paths.items(library), question)) > MAX_OPEN_ANNOUNCEMENTS) over.push(uid);
  }
  if (isSame(over, paused)) return;
  await store.transact(async (tx) => {
    if (await tx.read(paths.library(library))) tx.update(paths.library(library), { pausedUploaders: over });
  });
}
