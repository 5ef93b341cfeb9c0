import { createHash, randomUUID, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import {
  ALL,
  compareRows,
  describeSheet,
  encodeOutline,
  encodeSheet,
  itemIdOf,
  partition,
  paths,
  summaryOf,
  type Entry,
  type EntryRow,
  type ItemId,
  type LibraryId,
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

/** Writes the index of `all` with `count` generated photos, without items, entries and objects. Returns the oldest. */
export async function seedIndex(library: LibraryId, count: number): Promise<ItemId> {
  const { db } = adminOf(useEmulators());
  const pack = (text: string) => ({ data: deflateRawSync(text) });
  const outline = [];
  let batch = db.batch();
  const sheets = partition(Array.from({ length: count }, (_, n) => entryOf(n, count)).sort(compareRows));
  for (const [n, rows] of sheets.entries()) {
    const sheet = describeSheet(1, rows);
    outline.push(sheet);
    batch.set(db.doc(paths.sheet(library, ALL, sheet.id)), { version: 1, ...pack(encodeSheet(rows)) });
    if (n % BATCH !== BATCH - 1) continue;
    await batch.commit();
    batch = db.batch();
  }
  for (const [page, text] of encodeOutline(outline).entries())
    batch.set(db.doc(paths.outlinePage(library, ALL, page)), { version: 1, ...pack(text) });
  batch.update(db.doc(paths.album(library, ALL)), {
    ...summaryOf(outline),
    index: { version: 1, through: new Date() },
  });
  await batch.commit();
  const oldest = sheets[0]?.[0]?.[0];
  if (oldest === undefined) throw new RangeError('an album without photos');
  return oldest;
}
