import { createHash, randomUUID, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import {
  ALL,
  type AlbumId,
  describeSheet,
  encodeOutline,
  encodeSheet,
  isBoundary,
  itemIdOf,
  partition,
  paths,
  summaryOf,
  type Entry,
  type EntryRow,
  type ItemId,
  type LibraryId,
  type SheetInfo,
  type Uid,
} from '@maru/model';
import { useEmulators } from '../harness.ts';
import { adminOf } from '../harness/inspect.ts';

const SIZES = [
  [4000, 3000],
  [3000, 4000],
  [4032, 3024],
  [1920, 1080],
] as const;
/** Thirty-five years, which end before today. */
const [FIRST_DAY, DAYS] = [Date.UTC(1990, 0, 1), 12_700];
/** Sheets in one batch of writes, below the 10 MiB of a request. */
const BATCH = 40;

function entryOf(n: number, count: number): EntryRow {
  const hash = createHash('sha256').update(`photo ${n}`).digest();
  const [width, height] = SIZES[(hash[0] ?? 0) % SIZES.length] ?? SIZES[0];
  const at = FIRST_DAY + ((n + (hash[1] ?? 0) / 256) / count) * DAYS * 86_400_000;
  const local = new Date(at).toISOString().slice(0, 19);
  const entry: Entry = {
    kind: 'photo',
    state: 'ready',
    by: 'mum' as Uid,
    rev: 1,
    token: randomUUID(),
    ratio: width / height,
    width,
    height,
    thumbhash: `1QcSHQRnh493V4dIh4eXh1h4kJUI${randomBytes(3).toString('base64')}`,
    variants: [],
    addedAt: at,
    takenAt: { local, offset: 540, precision: 'second', source: 'exif' },
  };
  return [itemIdOf(hash.toString('hex')), entry];
}

/** The sheets of `count` generated photos, which are in album order; one segment of the partition in memory at a time. */
function* sheetsOf(count: number): Generator<readonly [EntryRow, ...EntryRow[]]> {
  let segment: EntryRow[] = [];
  for (let n = 0; n < count; n += 1) {
    const row = entryOf(n, count);
    if (isBoundary(row[0])) {
      yield* partition(segment);
      segment = [];
    }
    segment.push(row);
  }
  yield* partition(segment);
}

const compress = promisify(deflateRaw);
const pack = async (text: string): Promise<{ data: Buffer }> => ({ data: await compress(text) });

/**
 * Writes the index of an album with `count` generated photos, without items, entries and objects: all that an album's page reads. Returns the
 * oldest photo and the number of sheets.
 */
export async function seedIndex(
  library: LibraryId,
  count: number,
  album: AlbumId = ALL,
): Promise<{ oldest: ItemId; sheets: number }> {
  const { db } = adminOf(useEmulators());
  const writeAll = async (documents: readonly { path: string; text: string; version?: number }[]): Promise<void> => {
    const packed = await Promise.all(
      documents.map(async ({ path, text, ...fields }) => ({ path, fields: { ...fields, ...(await pack(text)) } })),
    );
    const batch = db.batch();
    for (const { path, fields } of packed) batch.set(db.doc(path), fields);
    await batch.commit();
  };
  const outline: SheetInfo[] = [];
  let waiting = [];
  for (const rows of sheetsOf(count)) {
    const sheet = describeSheet(1, rows);
    outline.push(sheet);
    waiting.push({ path: paths.sheet(library, album, sheet.id), text: encodeSheet(rows), version: 1 });
    if (waiting.length < BATCH) continue;
    await writeAll(waiting);
    waiting = [];
  }
  const pages = encodeOutline(outline).map((text, page) => ({ path: paths.outlinePage(library, album, page), text }));
  await writeAll([...waiting, ...pages]);
  await db.doc(paths.album(library, album)).update({
    ...summaryOf(outline),
    index: { version: 1, through: new Date() },
  });
  const [oldest] = outline;
  if (!oldest) throw new RangeError('an album without photos');
  return { oldest: oldest.id, sheets: outline.length };
}
