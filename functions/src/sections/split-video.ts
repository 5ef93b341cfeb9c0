import {
  ApiError,
  isSplittable,
  isTrashed,
  itemIdOf,
  paths,
  readItem,
  sectionKey,
  TRASH,
  writeEdits,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type Item,
  type ItemId,
  type Section,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { NO_GENERATION } from '../ingest/choose-queue.ts';
import { requireLibrary } from '../library/people.ts';
import type { Fields, Store } from '../ports/documents.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { isOpen, readAlbums } from '../trash/items-with-videos.ts';
import { takeFromTrash } from '../trash/moves.ts';

interface SplitPorts {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'fingerprint'>;
}

/** A stream is measured otherwise than a page may have displayed it: by rounding, or before it was complete. Seconds. */
const END_TOLERANCE_S = 1;

/** The edits of a new section: its own caption and date, and otherwise those of its video. */
function editsOf({ edits = {} }: Item, { caption, date }: Section, at: number): Fields {
  const { chapters: _, rotation: __, ...ofVideo } = edits;
  const written = writeEdits({
    ...ofVideo,
    ...(caption !== undefined && caption !== '' && { caption: { value: caption, at } }),
    ...(date && { takenAt: { value: { ...date, source: 'edit' }, at } }),
  });
  return written ? { edits: written } : {};
}

/** The document of a new section. It is the caller's, who may therefore move it to the trash again. */
const newSection = (
  id: ItemId,
  video: Item,
  section: Section,
  { uid }: Caller,
  albums: readonly AlbumId[],
  now: number,
): Fields => ({
  ...{ state: 'processing', uploader: uid, fileName: video.fileName, size: 0, albums: [...albums], rev: 1 },
  ...(video.folder !== undefined && { folder: video.folder }),
  ...editsOf(video, section, now),
  sectionOf: { item: id, start: section.start, end: section.end },
  addedAt: new Date(now),
  changed: new Date(now),
});

/**
 * Makes sections of a video items of their own, and enqueues the copying of their streams. A section that is in the trash comes back from it. A repeated
 * call enqueues again what is not done. Throws ApiError `not-splittable`, `not-found`, and `invalid-request` for what lies behind the video's end.
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
    await requireLibrary(tx, library, caller, 'edit-items');
    const [fields, ...found] = await tx.readAll(
      [id, ...rows.map(({ item }) => item)].map((one) => paths.item(library, one)),
    );
    const video = fields && readItem(fields);
    if (!video) throw new ApiError('not-found');
    const known = found.map((one) => one && readItem(one));
    const isTaken = known.some((one) => one && (one.isPurging || one.sectionOf?.item !== id));
    if (!isSplittable(video) || isTaken) throw new ApiError('not-splittable');
    const { duration = 0 } = video.mediaInfo ?? {};
    if (sections.some(({ end }) => end > duration + END_TOLERANCE_S)) throw new ApiError('invalid-request');
    const existing = await readAlbums(tx, library, video.albums);
    const albums = video.albums.filter((album) => isOpen(existing.get(album)));
    if (albums.length === 0) throw new ApiError('not-splittable');

    const now = clock.now();
    if (!video.isSplit) tx.update(paths.item(library, id), { isSplit: true, changed: new Date(now) });
    const isBack = known.map((one) => one !== undefined && isTrashed(one));
    for (const [n, { item, section }] of rows.entries()) {
      const before = known[n];
      if (!before) tx.set(paths.item(library, item), newSection(id, video, section, caller, albums, now));
      else if (isBack[n]) takeFromTrash(tx, library, { id: item, item: before }, albums, now);
    }
    return {
      sections: rows.map(({ item }, n) => ({ item, isNew: !known[n] || isBack[n] === true })),
      waiting: rows.flatMap(({ item }, n) => ((known[n]?.state ?? 'processing') === 'processing' ? [item] : [])),
      changed: isBack.includes(true) ? [...albums, TRASH] : [],
    };
  });
  for (const item of result.waiting)
    await queue.processItem({ library, item, generation: NO_GENERATION }, 'processChunk');
  await scheduleIndexing({ queue, clock }, library, result.changed, 'changed');
  return { sections: result.sections };
}
