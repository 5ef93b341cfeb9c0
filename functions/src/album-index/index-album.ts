import {
  applyChanges,
  paths,
  positionOfChange,
  readChange,
  sheetsToRead,
  type AlbumId,
  type Change,
  type TimedChange,
} from '@maru/model';
import type { StoredDocument, Store } from '../ports/documents.ts';
import type { IndexTask } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/system.ts';
import { readIndex, readSheets, versionOf, writeIndex, type StoredIndex } from './stored-index.ts';

/** How many changes one query reads. */
const MAX_CHANGES = 2000;
/** With this many sheets at most, any number of changes fits into one transaction of 10 MiB. */
const FEW_SHEETS = 64;
/** How many changes are applied at once to an index of more sheets. */
const SLICE = 64;
/** A change may become visible this many milliseconds after changes with a later time. */
const OVERLAP_MS = 2000;

interface IndexPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** The changes that these documents stand for; a bad document is logged and skipped. */
function changesOf(found: readonly StoredDocument[], album: AlbumId, log: Log): TimedChange[] {
  return found.flatMap(({ id, fields }) => {
    try {
      return readChange(id, fields) ?? [];
    } catch (error) {
      log('could not be indexed', { album, id, error: String(error) });
      return [];
    }
  });
}

/** Groups changes into transactions: changes that are near each other touch the same sheets. */
function slicesOf(changes: readonly Change[], { outline }: StoredIndex): (readonly Change[])[] {
  if (outline.length <= FEW_SHEETS) return [changes];
  const sorted = changes
    .map((change) => ({ change, position: positionOfChange(change) }))
    .sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0))
    .map(({ change }) => change);
  return Array.from({ length: Math.ceil(sorted.length / SLICE) }, (_, n) => sorted.slice(n * SLICE, (n + 1) * SLICE));
}

/**
 * Applies changes up to `through` (ms), and writes that nothing changed only if it must. Returns the stored index; undefined if another run
 * wrote it meanwhile.
 */
async function applyAll(
  { store }: Pick<IndexPorts, 'store'>,
  { library, album }: IndexTask,
  stored: StoredIndex,
  changes: readonly Change[],
  through: number,
  mustWrite: boolean,
): Promise<StoredIndex | undefined> {
  let index = stored;
  const slices = slicesOf(changes, stored);
  for (const [n, slice] of slices.entries()) {
    const needed = sheetsToRead(index.outline, slice);
    const rows = await readSheets(store, library, album, index, needed);
    if (needed.some((id) => !rows.has(id))) {
      const isCurrent = (await versionOf(store, library, album)) === index.version;
      if (isCurrent) throw new Error(`a sheet of the album ${album} is missing`);
      return undefined;
    }
    const applied = applyChanges(index.outline, (id) => rows.get(id) ?? [], slice, index.version + 1);
    const isLast = n === slices.length - 1;
    const isChanged = applied.written.size > 0 || applied.removed.length > 0;
    if (!isChanged && !(isLast && mustWrite)) continue;
    const next = await writeIndex(store, library, album, index, rows, applied, isLast ? through : index.through);
    if (!next) return undefined;
    index = next;
  }
  return index;
}

/**
 * Brings an album's index up to date with all entries that changed since it was written: its outline and sheets, and the album's count, span
 * and cover. Repeated and concurrent runs do no harm. Returns whether the index changed.
 */
export async function indexAlbum(ports: IndexPorts, task: IndexTask): Promise<boolean> {
  const { store, clock, log } = ports;
  const { library, album } = task;
  const startedAt = clock.now();
  let isChanged = false;
  for (let overlap = OVERLAP_MS; ;) {
    const index = await readIndex(store, library, album);
    if (!index) return isChanged;
    const from = new Date(Math.max(0, index.through - overlap));
    const found = await store.find(paths.entries(library, album), { between: ['changed', from], limit: MAX_CHANGES });
    const changes = changesOf(found, album, log);
    const last = changes.at(-1);
    // A reset index is written also without entries: count and cover are still those from before.
    const isReset = index.through === 0 && index.version > 0;
    if (!last && !isReset) return isChanged;
    const isFull = found.length === MAX_CHANGES;
    const mustWrite = isFull || isReset || index.version === 0;
    const next = await applyAll(ports, task, index, changes, last?.changed ?? 0, mustWrite);
    if (!next) continue;
    isChanged ||= next.version !== index.version;
    const sheets = next.outline.length;
    log('indexed', { library, album, changes: found.length, sheets, ms: clock.now() - startedAt });
    if (!isFull) return isChanged;
    // The next page starts where this one ended.
    overlap = 0;
  }
}
