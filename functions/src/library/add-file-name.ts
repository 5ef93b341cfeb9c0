import { albumsWithEntry, paths, type ApiRequest, type ApiResponse } from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { isReady, setEntry, type EntryPorts } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { dateFromFileName } from '../metadata/date-from-file-name.ts';
import { applyDateFromFileName } from '../metadata/alternative-name.ts';
import { readAlbums, readItems } from '../trash/items-with-videos.ts';
import { requireLibrary } from './people.ts';

/**
 * Keeps another name of an item's file if it tells a date that the item lacks, and dates the item by it; one in processing gets the date when it is
 * committed. Otherwise nothing changes. A repeated call has no effect.
 */
export async function addFileName(
  ports: EntryPorts,
  caller: Caller,
  { library, item: id, fileName }: ApiRequest<'addFileName'>,
): Promise<ApiResponse<'addFileName'>> {
  const { store, clock } = ports;
  const albums = await store.transact(async (tx) => {
    const { timeZone } = await requireLibrary(tx, library, caller, 'add-items');
    const item = (await readItems(tx, library, [id])).get(id);
    const now = clock.now();
    if (!item || item.isPurging || item.fileName === fileName) return [];
    const mediaInfo = item.mediaInfo && applyDateFromFileName(item.mediaInfo, fileName, { now, timeZone });
    const tells = item.mediaInfo
      ? mediaInfo !== item.mediaInfo
      : item.otherName === undefined && dateFromFileName(fileName, now, timeZone) !== undefined;
    if (!tells) return [];
    tx.update(paths.item(library, id), {
      ...(mediaInfo && { takenAt: mediaInfo.takenAt }),
      otherName: fileName,
      changed: new Date(now),
    });
    if (!mediaInfo || !isReady(item)) return [];
    // Read outside the transaction, because rules read them and indexing writes them.
    const shownIn = [...(await readAlbums(store, library, albumsWithEntry(item))).keys()];
    for (const album of shownIn) setEntry(tx, { library, album, id }, { ...item, mediaInfo }, now, item);
    return shownIn;
  });
  await scheduleIndexing(ports, library, albums, 'changed');
  return {};
}
