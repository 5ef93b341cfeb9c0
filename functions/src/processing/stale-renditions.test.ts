import { STALE_IMAGE_S, paths, STALE_STREAM_S, renditionName, type ItemId, type LibraryId } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noRenditions } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import { markStale, removeStale } from './stale-renditions.ts';

const library = 'a'.repeat(20) as LibraryId;
const item = 'b'.repeat(32) as ItemId;
const STALE = paths.staleItem(library, item);
const mediaInfo = { kind: 'photo', format: 'jpeg', variants: [] } as const;

function setup(fields: Fields) {
  const known = { state: 'ready', uploader: 'me', fileName: 'a.jpg', size: 3, albums: ['all'], addedAt: new Date(0) };
  const documents = new Map<string, Fields>([[paths.item(library, item), { ...known, ...fields }]]);
  const objects = new Set([1, 2, 3].map((rev) => renditionName(library, item, rev, 'grid')));
  const at = { now: 1_000_000, logged: [] as string[] };
  const store = fakeDocuments(documents);
  const ports = {
    store,
    renditions: {
      ...noRenditions,
      list: (prefix: string) => Promise.resolve([...objects].filter((name) => name.startsWith(prefix))),
      removeAll: (prefix: string) => {
        for (const name of objects) if (name.startsWith(prefix)) objects.delete(name);
        return Promise.resolve();
      },
    },
    clock: { now: () => at.now, sleep: () => Promise.resolve(), every: () => () => undefined },
    log: (what: string) => void at.logged.push(what),
  };
  const revs = (): number[] => [...objects].map((name) => Number(name.split('/')[3]));
  const mark = (variants: string[] = []): Promise<void> =>
    store.transact((tx) => {
      markStale(tx, { library, item }, { ...mediaInfo, variants }, at.now);
      return Promise.resolve();
    });
  return { at, documents, ports, revs, mark, remove: () => removeStale(ports, library, 10) };
}

test('deletes older revs once they are due, and keeps the displayed one and the one in processing', async () => {
  const { at, documents, revs, mark, remove } = setup({ rev: 2, targetRev: 3 });
  await mark();
  at.now += STALE_IMAGE_S * 1000 - 1;
  expect([await remove(), revs()]).toEqual([0, [1, 2, 3]]);
  at.now += 1;
  expect([await remove(), revs()]).toEqual([1, [2, 3]]);
  expect(documents.has(STALE)).toBe(false);
});

test('keeps streams longer than images', async () => {
  const { at, revs, mark, remove } = setup({ rev: 2 });
  await mark(['360']);
  at.now += STALE_IMAGE_S * 1000;
  expect([await remove(), revs()]).toEqual([0, [1, 2, 3]]);
  at.now += STALE_STREAM_S * 1000;
  expect([await remove(), revs()]).toEqual([1, [2, 3]]);
});

test('a rev that becomes stale during a deletion has its own due time', async () => {
  const { at, documents, ports, mark, remove } = setup({ rev: 2 });
  await mark();
  at.now += STALE_IMAGE_S * 1000;
  const { list } = ports.renditions;
  ports.renditions.list = async (prefix) => {
    await mark();
    return list(prefix);
  };
  await remove();
  expect(documents.get(STALE)).toEqual({ until: new Date(at.now + STALE_IMAGE_S * 1000) });
});

test('skips deleted items and invalid documents', async () => {
  const { at, documents, mark, remove } = setup({ rev: 2 });
  await mark();
  documents.delete(paths.item(library, item));
  const other = paths.staleItem(library, 'c'.repeat(32) as ItemId);
  documents.set(paths.item(library, 'c'.repeat(32) as ItemId), { state: 'nonsense' });
  documents.set(other, { until: new Date(1) });
  at.now += STALE_IMAGE_S * 1000;
  expect(await remove()).toBe(1);
  expect([documents.has(STALE), documents.has(other)]).toEqual([false, true]);
  expect(at.logged).toEqual(['could not be removed']);
});
