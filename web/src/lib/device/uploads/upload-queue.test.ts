import { expect, test, vi } from 'vitest';
import { ALL, type ItemId, type LibraryId } from '@maru/model/ids';
import type { QueuedUpload } from '@maru/model/upload/ports';
import type { DeviceDatabase } from '../database.ts';
import { openUploadQueue } from './upload-queue.ts';
import type { WindowLocks } from './window-locks.ts';
import type { ImportStore } from '../zips/import-store.ts';
import { Zips } from '../zips/zips.svelte.ts';

const stores = { uploads: new Map<string, unknown>(), files: new Map<string, unknown>() };
type Name = keyof typeof stores;
const storeOf = (name: Name) => ({
  put: (value: { id: string }, key = value.id) => Promise.resolve(void stores[name].set(key, value)),
  delete: (key: string) => Promise.resolve(void stores[name].delete(key)),
});
const db = {
  transaction: () => ({ objectStore: storeOf, done: Promise.resolve() }),
  getAll: (name: Name) => Promise.resolve([...stores[name].values()]),
};
const attempt = <T>(work: (one: typeof db) => Promise<T>): Promise<T> => work(db);
const database = { attempt } as unknown as DeviceDatabase;

/** A window of which no other has ended. */
const locks = (id: string): WindowLocks => ({
  id,
  openOf: (windows) => Promise.resolve(windows),
  onend: () => undefined,
  announce: () => undefined,
  exclusive: (_, work) => work(),
  close: () => undefined,
});
const upload = (id: string): QueuedUpload => ({
  id,
  library: 'l' as LibraryId,
  albums: [ALL],
  name: `${id}.jpg`,
  size: 5,
});
let openZips: readonly string[] = [];
const zips = Object.assign(new Zips(), { has: (key: string) => openZips.includes(key) });
const note = vi.fn<ImportStore['note']>(() => Promise.resolve());
const open = (of: WindowLocks) => openUploadQueue(database, of, zips, { note } as Partial<ImportStore> as ImportStore);
const source = new File(['12345'], 'a.jpg');

test('asks once to keep the storage, tells other windows what waits, and drops the file of what is ready', async () => {
  const persist = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true));
  vi.stubGlobal('navigator', { storage: { persist } });
  const [queue, other] = [open(locks('one')), open(locks('two'))];
  expect(await other.isSendingElsewhere()).toBe(false);
  expect(persist).not.toHaveBeenCalled();
  expect(await queue.add([{ upload: upload('1'), source }])).toEqual(['1']);
  await queue.add([{ upload: upload('2'), source }]);
  expect(persist).toHaveBeenCalledOnce();
  expect([await other.isSendingElsewhere(), await queue.isSendingElsewhere()]).toEqual([true, false]);
  const item = 'i' as ItemId;
  for (const id of ['1', '2']) await queue.update({ ...upload(id), item, isSent: true });
  expect(await other.isSendingElsewhere()).toBe(false);
  await queue.update({ ...upload('1'), item, isSent: true, outcome: 'added' });
  expect([...stores.files.keys()]).toEqual(['2']);
  expect(stores.uploads.size).toBe(2);
  vi.unstubAllGlobals();
});

test('a file in a ZIP that a window left waits until the ZIP is open again, and its outcome is noted', async () => {
  stores.uploads.clear();
  const inZip = { key: 'z/7', at: { zip: 'z', index: 7 } };
  expect(await open(locks('gone')).add([{ upload: upload('1'), source: inZip }])).toEqual([]);
  const next = open({ ...locks('next'), openOf: () => Promise.resolve(new Set()) });
  expect(await next.load(() => undefined)).toEqual([]);
  expect(zips.waiting).toEqual([{ key: 'z', library: 'l', count: 1 }]);
  const importing = async (library = 'l') => [...(await next.importing(library as LibraryId))];
  expect([await importing(), await importing('other')]).toEqual([['z/7'], []]);
  openZips = ['z'];
  expect(await next.load(() => undefined)).toMatchObject([{ id: '1' }]);
  expect(zips.waiting).toEqual([]);
  next.note('1', { at: 'stopped', stop: 'refused' });
  expect(note).toHaveBeenCalledWith('l', 'z/7', { state: 'failed', code: 'refused' });
  expect(await importing()).toEqual(['z/7']);
  await next.update({ ...upload('1'), item: 'i' as ItemId, outcome: 'added' });
  expect(await importing()).toEqual([]);
});
