import {
  ApiError,
  compact,
  dateOfSection,
  isSplittable,
  isTrashed,
  itemIdOf,
  MAX_SECTIONS_OF_VIDEO,
  paths,
  readItem,
  sectionKey,
  TRASH,
  writeEdits,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type CaptureDate,
  type Edits,
  type Item,
  type ItemId,
  type LibraryId,
  type Section,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { NO_GENERATION } from '../ingest/choose-queue.ts';
import { requireLibrary } from '../library/people.ts';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { retryUpdate } from '../processing/reprocess-item.ts';
import { isOpen, readAlbums } from '../trash/items-with-videos.ts';
import { mayDelete, takeFromTrash } from '../trash/moves.ts';
import { sectionsQuery } from './sections-of.ts';

interface SplitPorts {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'fingerprint'>;
}

/** A stream is measured otherwise than a page may have displayed it: by rounding, or before it was complete. Seconds. */
const END_TOLERANCE_S = 1;

/** The caption and date of a section: its own, or the date that people gave its video. It may be shown to people who may know nothing else of that. */
function editsOf({ edits }: Item, { caption, date, start }: Section, at: number): Edits {
  const ofVideo = edits?.takenAt && dateOfSection(edits.takenAt.value, start);
  const value: CaptureDate | undefined = date ? { ...date, source: 'edit' } : ofVideo;
  return {
    ...(caption !== undefined && caption !== '' && { caption: { value: caption, at } }),
    ...(value && { takenAt: { value, at } }),
  };
}

/** The document of a new section. It is the caller's, who may therefore move it to the trash again. */
const newSection = (
  id: ItemId,
  video: Item,
  section: Section,
  { uid }: Caller,
  albums: readonly AlbumId[],
  now: number,
  addedAt: number,
): Fields => ({
  ...{ state: 'processing', uploader: uid, fileName: video.fileName, size: 0, albums: [...albums], rev: 1 },
  ...(video.folder !== undefined && { folder: video.folder }),
  ...compact({ edits: writeEdits(editsOf(video, section, now)) }),
  sectionOf: { item: id, start: section.start, end: section.end },
  addedAt: new Date(addedAt),
  changed: new Date(now),
});

/** Takes a section out of the trash with the caption and date of this split, for the caller, who may therefore move it there again. */
function revive(
  tx: Transaction,
  library: LibraryId,
  { id, item: { edits, ...item } }: { readonly id: ItemId; readonly item: Item },
  newEdits: Edits,
  { uid }: Caller,
  albums: readonly AlbumId[],
  now: number,
): void {
  const { caption: _, takenAt: __, ...others } = edits ?? {};
  const revived = { ...item, uploader: uid, edits: { ...others, ...newEdits } };
  takeFromTrash(tx, library, { id, item: revived }, albums, now);
  const fields = { uploader: uid, edits: writeEdits(revived.edits) };
  tx.update(paths.item(library, id), { ...fields, ...(item.state === 'failed' && retryUpdate(item)) });
}

/**
 * Makes sections of a video items of their own, and enqueues the copying of their streams. A section that is in the trash comes back from it;
 * one that was deleted from there, only for those who may delete it. A repeated call enqueues again what is not done. Throws ApiError `not-splittable`,
 * `not-found`, `limit-reached`, and `invalid-request` for what lies after the video's end.
 */
export async function splitVideo(
  { store, queue, clock, ids }: SplitPorts,
  caller: Caller,
  { library, item: id, sections }: ApiRequest<'splitVideo'>,
): Promise<ApiResponse<'splitVideo'>> {
  const rows = sections.map((section) => ({
    section,
    item: itemIdOf(ids.fingerprint(sectionKey(library, { item: id, ...section }))),
  }));
  const result = await store.transact(async (tx) => {
    const inLibrary = await requireLibrary(tx, library, caller, 'edit-items');
    const [fields, ...found] = await tx.readAll(
      [id, ...rows.map(({ item }) => item)].map((one) => paths.item(library, one)),
    );
    const video = fields && readItem(fields);
    if (!video) throw new ApiError('not-found');
    const known = found.map((one) => one && readItem(one));
    const isTaken = known.some(
      (one) =>
        one &&
        (one.isPurging ||
          one.sectionOf?.item !== id ||
          (one.deletedAt !== undefined && !mayDelete(inLibrary, caller.uid, one))),
    );
    if (!isSplittable(video) || isTaken) throw new ApiError('not-splittable');
    const { duration = 0 } = video.mediaInfo ?? {};
    if (sections.some(({ end }) => end > duration + END_TOLERANCE_S)) throw new ApiError('invalid-request');
    const existing = await readAlbums(tx, library, video.albums);
    const albums = video.albums.filter((album) => isOpen(existing.get(album)));
    if (albums.length === 0) throw new ApiError('not-splittable');
    const existingSections = video.isSplit ? await tx.find(paths.items(library), sectionsQuery(id)) : [];
    const added = known.filter((one) => !one).length;
    if (added > 0 && existingSections.length + added > MAX_SECTIONS_OF_VIDEO) throw new ApiError('limit-reached');

    const now = clock.now();
    if (!video.isSplit) tx.update(paths.item(library, id), { isSplit: true, changed: new Date(now) });
    const isBack = known.map((one) => one !== undefined && isTrashed(one));
    for (const [n, { item, section }] of rows.entries()) {
      const before = known[n];
      if (!before) tx.set(paths.item(library, item), newSection(id, video, section, caller, albums, now, now + n));
      else if (isBack[n])
        revive(tx, library, { id: item, item: before }, editsOf(video, section, now), caller, albums, now);
    }
    return {
      sections: rows.map(({ item }, n) => ({ item, isNew: !known[n] || isBack[n] === true })),
      waiting: rows.flatMap(({ item }, n) => {
        const { state = 'processing' } = known[n] ?? {};
        return state === 'processing' || (state === 'failed' && isBack[n]) ? [item] : [];
      }),
      changed: isBack.includes(true) ? [...albums, TRASH] : [],
    };
  });
  for (const item of result.waiting)
    await queue.processItem({ library, item, generation: NO_GENERATION }, 'processChunk');
  await scheduleIndexing({ queue, clock }, library, result.changed, 'changed');
  return { sections: result.sections };
}
