import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  coverOf,
  decodeOutline,
  decodeSheet,
  encodeOutline,
  encodeSheet,
  MAX_SHEET_BYTES,
  parse,
  paths,
  readAlbum,
  readEntry,
  summaryOf,
  type Album,
  type AlbumId,
  type AppliedChanges,
  type Cover,
  type EntryRow,
  type ItemId,
  type LibraryId,
  type Outline,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store } from '../ports/documents.ts';

/** An album's index as it is stored, at a version: 0 before it was first built. */
export interface StoredIndex {
  readonly version: number;
  /** Changes up to this time (ms) are in it. */
  readonly through: number;
  readonly outline: Outline;
  /** The text of the only sheet, which is stored with the outline. */
  readonly inline?: string;
}

const packed = v.object({ data: v.instance(Uint8Array) });
const pack = (text: string): { data: Uint8Array } => ({ data: deflateRawSync(text) });
const unpack = (fields: Fields): string =>
  inflateRawSync(parse('index', packed, fields).data, { maxOutputLength: MAX_SHEET_BYTES }).toString();

/** Reads the index of an album; undefined if the album does not exist. */
export async function readIndex(
  store: Pick<Store, 'read' | 'find'>,
  library: LibraryId,
  album: AlbumId,
): Promise<StoredIndex | undefined> {
  const fields = await store.read(paths.album(library, album));
  if (!fields) return undefined;
  const { index = { version: 0, through: 0 } } = readAlbum(fields);
  if (index.version === 0) return { ...index, outline: [] };
  const pages = await store.find(paths.outline(library, album), {});
  const inOrder = pages.toSorted((a, b) => Number(a.id) - Number(b.id));
  return { ...index, ...decodeOutline(inOrder.map((page) => unpack(page.fields))) };
}

/** Reads the rows of these sheets of an index. */
export async function readSheets(
  store: Store,
  library: LibraryId,
  album: AlbumId,
  { outline, inline }: StoredIndex,
  ids: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, readonly EntryRow[]>> {
  const [only] = outline;
  if (inline !== undefined && only) return new Map([[only.id, decodeSheet(inline)]]);
  const found = await store.readAll(ids.map((id) => paths.sheet(library, album, id)));
  return new Map(found.flatMap((fields, n) => (fields ? [[ids[n] as ItemId, decodeSheet(unpack(fields))]] : [])));
}

/** The version of an album's index that is stored now: 0 before it was first built, undefined if the album does not exist. */
export async function versionOf(
  from: Pick<Store, 'read'>,
  library: LibraryId,
  album: AlbumId,
): Promise<number | undefined> {
  const fields = await from.read(paths.album(library, album));
  return fields && (readAlbum(fields).index?.version ?? 0);
}

/** The sheets of an index that have a document each: all, unless there is only one. */
const documentsOf = ({ outline }: Pick<StoredIndex, 'outline'>): readonly ItemId[] =>
  outline.length > 1 ? outline.map(({ id }) => id) : [];

/** The chosen cover of an album as its entry shows it now; undefined if none was chosen, or its item has left the album. */
async function chosenCover(
  from: Pick<Store, 'read'>,
  library: LibraryId,
  album: AlbumId,
  { chosenCover: item }: Pick<Album, 'chosenCover'>,
): Promise<Cover | undefined> {
  const entry = item && (await from.read(paths.entry(library, album, item)));
  return entry && coverOf(item, readEntry(entry));
}

/**
 * Writes the next version of an index with the album's count, span and cover, in one transaction. Returns the stored index, or undefined if
 * the stored version is not `before.version`. `rowsBefore` are the sheets that were read.
 */
export async function writeIndex(
  store: Store,
  library: LibraryId,
  album: AlbumId,
  before: StoredIndex,
  rowsBefore: ReadonlyMap<ItemId, readonly EntryRow[]>,
  changed: AppliedChanges,
  through: number,
): Promise<StoredIndex | undefined> {
  const { outline } = changed;
  const version = before.version + 1;
  const rowsOf = (id: ItemId) => changed.written.get(id) ?? rowsBefore.get(id) ?? [];
  const [only] = outline;
  const inline = only && outline.length === 1 ? encodeSheet(rowsOf(only.id)) : undefined;
  const [existing, documents] = [new Set(documentsOf(before)), new Set(documentsOf(changed))];
  const pagesBefore = before.version === 0 ? [] : encodeOutline(before.outline, before.inline);
  const pages = encodeOutline(outline, inline);
  const isWritten = await store.transact(async (tx) => {
    const fields = await tx.read(paths.album(library, album));
    const known = fields && readAlbum(fields);
    if (!known || (known.index?.version ?? 0) !== before.version) return false;
    const chosen = await chosenCover(tx, library, album, known);
    for (const id of existing) if (!documents.has(id)) tx.remove(paths.sheet(library, album, id));
    for (const id of documents)
      if (changed.written.has(id) || !existing.has(id))
        tx.set(paths.sheet(library, album, id), { version, ...pack(encodeSheet(rowsOf(id))) });
    for (const [n, page] of pages.entries())
      if (page !== pagesBefore[n]) tx.set(paths.outlinePage(library, album, n), pack(page));
    for (let n = pages.length; n < pagesBefore.length; n++) tx.remove(paths.outlinePage(library, album, n));
    const { count, span, cover } = summaryOf(outline);
    tx.update(paths.album(library, album), {
      ...{ count, span, cover: chosen ?? cover, chosenCover: chosen?.item },
      index: { version, through: new Date(through) },
    });
    return true;
  });
  return isWritten ? { version, through, outline, ...(inline !== undefined && { inline }) } : undefined;
}

/** Empties an index, so that the next update builds it from all entries. */
export async function resetIndex(store: Store, library: LibraryId, album: AlbumId): Promise<void> {
  const index = await readIndex(store, library, album);
  if (!index || index.version === 0) return;
  await store.transact(async (tx) => {
    if ((await versionOf(tx, library, album)) !== index.version) return;
    for (const id of documentsOf(index)) tx.remove(paths.sheet(library, album, id));
    for (const page of encodeOutline(index.outline).keys()) tx.remove(paths.outlinePage(library, album, page));
    tx.update(paths.album(library, album), { index: { version: index.version + 1, through: new Date(0) } });
  });
}
