import { coverOf, paths, readAlbum, readEntry, SUMMARY_INTERVAL_MS, type Cover, type ItemId } from '@maru/model';
import type { StoredDocument, Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { SummaryTask } from '../ports/queue.ts';

/** Number of newest entries to search for a cover. */
const COVER_CANDIDATES = 20;

function chooseCover(entries: readonly StoredDocument[]): Cover | undefined {
  for (const { id, fields } of entries) {
    const cover = coverOf(id as ItemId, readEntry(fields));
    if (cover) return cover;
  }
  return undefined;
}

/** Updates an album's count, cover and span, unless it was updated since `at`; at most once per `SUMMARY_INTERVAL_MS`. */
export async function summarizeAlbum(
  ports: { store: Store; clock: Clock },
  { library, album, at }: SummaryTask,
): Promise<void> {
  const { store, clock } = ports;
  const path = paths.album(library, album);
  const fields = await store.read(path);
  if (!fields) return;
  const { summarizedAt } = readAlbum(fields);
  if (summarizedAt >= at) return;
  await clock.sleep(Math.min(SUMMARY_INTERVAL_MS, Math.max(0, summarizedAt + SUMMARY_INTERVAL_MS - clock.now())));
  const now = clock.now();
  const entries = paths.entries(library, album);
  const day = async (direction: 'asc' | 'desc'): Promise<string | undefined> => {
    const [found] = await store.find(entries, { order: ['takenAt.local', direction], limit: 1 });
    return found && readEntry(found.fields).takenAt?.local.slice(0, 10);
  };
  const [count, newest, from, to] = await Promise.all([
    store.count(entries),
    store.find(entries, { order: ['addedAt', 'desc'], limit: COVER_CANDIDATES }),
    day('asc'),
    day('desc'),
  ]);
  const cover = chooseCover(newest);
  await store.transact(async (tx) => {
    const [current, coverEntry] = await tx.readAll([path, ...(cover ? [paths.entry(library, album, cover.item)] : [])]);
    if (!current) return;
    tx.update(path, {
      count,
      // Read again in the transaction: its token or rev may have changed.
      cover: cover && coverEntry && coverOf(cover.item, readEntry(coverEntry)),
      span: from !== undefined && to !== undefined ? { from, to } : undefined,
      summarizedAt: new Date(now),
    });
  });
}
