import {
  ALL,
  buildIndex,
  compareRows,
  encodeSheet,
  isItemId,
  paths,
  readEntry,
  type AlbumId,
  type EntryRow,
  type ItemId,
} from '@maru/model';
import { readIndex, readSheets } from '../src/album-index/stored-index.ts';
import { countingStore } from '../src/api/counting-store.ts';
import type { ProcessPorts } from '../src/processing/process-item.ts';
import { bytesOf, idOfBytes, library } from './simulator/sample-files.ts';
import { Simulator, type Delivery } from './simulator/simulator.ts';

interface BulkImport {
  readonly photos: number;
  /** How many are uploaded in a second. */
  readonly perSecond: number;
  /** Each photo is in `all` and in one of these. */
  readonly albums: number;
}

const albumId = (n: number): AlbumId =>
  `${'s'.repeat(18)}${'abcdefghijklmnopqrstuvwxyz'[n % 26] ?? ''}${n < 26 ? 'a' : 'b'}` as AlbumId;

/** Whether an album's stored index is byte-equal to one that is built from its entries. */
async function isEqualToScratch({ documents }: Simulator, ports: ProcessPorts, album: AlbumId): Promise<boolean> {
  const prefix = `${paths.entries(library, album)}/`;
  const rows = [...documents]
    .filter(([path]) => path.startsWith(prefix) && isItemId(path.slice(prefix.length)))
    .map(([path, fields]): EntryRow => [path.slice(prefix.length) as ItemId, readEntry(fields)])
    .sort(compareRows);
  const scratch = buildIndex(rows, 1);
  const ids = scratch.outline.map(({ id }) => id);
  const index = await readIndex(ports.store, library, album);
  const sheets = index && (await readSheets(ports.store, library, album, index, ids));
  return (
    index?.outline.map(({ id }) => id).join() === ids.join() &&
    ids.every((id) => encodeSheet(sheets?.get(id) ?? []) === encodeSheet(scratch.written.get(id) ?? []))
  );
}

/**
 * Uploads photos with capture dates in random order to a simulated library. Returns what functions did for each photo, and whether the
 * index of every album is byte-equal to one built from scratch.
 */
export async function importInBulk({ photos, perSecond, albums }: BulkImport): Promise<{
  reads: number;
  writes: number;
  deletes: number;
  invocations: number;
  isEqual: boolean;
}> {
  const at = new Simulator();
  const machine = at.machine();
  const { store, reads, writes, deletes } = countingStore(machine.store);
  const ports: ProcessPorts = { ...machine, store };
  const all = at.documents.get(paths.album(library, ALL)) ?? {};
  for (let n = 0; n < albums; n++) at.documents.set(paths.album(library, albumId(n)), all);
  let invocations = 0;
  const deliverDue = async (): Promise<void> => {
    const isDue = ({ at: due = 0 }: Delivery): boolean => due <= at.now;
    while (at.pending.some(isDue)) {
      const due = at.pending.filter(isDue);
      at.pending = at.pending.filter((delivery) => !isDue(delivery));
      invocations += due.length;
      for (const delivery of due) await delivery.run(ports);
    }
  };
  for (let n = 0; n < photos; n++) {
    const path = paths.item(library, idOfBytes(bytesOf('photo', n)));
    at.upload('photo', n);
    const day = new Date(Date.UTC(1990, 0, (n * 7919) % 12_000)).toISOString().slice(0, 10).replaceAll('-', '');
    at.documents.set(path, {
      ...at.documents.get(path),
      ...{ uploader: 'me', fileName: `IMG_${day}_101112.jpg`, albums: [ALL, albumId(n % albums)] },
    });
    at.now += 1000 / perSecond;
    await deliverDue();
  }
  const each = (count: number) => Math.round((100 * count) / photos) / 100;
  const counts = {
    reads: each(reads()),
    writes: each(writes()),
    deletes: each(deletes()),
    invocations: each(invocations),
  };
  at.now += 60_000;
  await deliverDue();
  let isEqual = true;
  for (const album of [ALL, ...Array.from({ length: albums }, (_, n) => albumId(n))])
    isEqual &&= await isEqualToScratch(at, machine, album);
  return { ...counts, isEqual };
}
