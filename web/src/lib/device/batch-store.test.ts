import { expect, test } from 'vitest';
import type { ItemId, LibraryId } from '@maru/model/ids';
import { openBatchStore } from './batch-store.ts';
import type { StoredBatch } from './stored-batch.ts';
import type { DeviceDatabase } from './database.ts';
import type { WindowLocks } from './uploads/window-locks.ts';

const stored = new Map<string, unknown>();
const store = {
  put: (value: unknown, key: string) => Promise.resolve(void stored.set(key, value)),
  delete: (key: string) => Promise.resolve(void stored.delete(key)),
};
const db = {
  transaction: () => ({ store, done: Promise.resolve() }),
  getAll: () => Promise.resolve([...stored.keys()].sort().map((key) => stored.get(key))),
  getAllKeys: () => Promise.resolve([...stored.keys()].sort()),
};
const database = {
  attempt: <T>(work: (one: typeof db) => Promise<T>): Promise<T> => work(db),
} as unknown as DeviceDatabase;

const open = new Set<string>();
/** A window, until it is removed from `open`. */
function windowOf(id: string) {
  open.add(id);
  const locks = {
    id,
    openOf: (windows: ReadonlySet<string>) => Promise.resolve(new Set([...windows].filter((one) => open.has(one)))),
    exclusive: <T>(_: string, work: () => Promise<T>) => work(),
  } satisfies Partial<WindowLocks>;
  return openBatchStore(database, locks as Partial<WindowLocks> as WindowLocks);
}

const parts = [['1', '2'], ['3', '4'], ['5']].map((items) => ({ items: items as ItemId[] }));
const trash: StoredBatch = {
  kind: 'trash',
  call: { name: 'trashItems', request: { library: 'l' as LibraryId } },
  startedAt: 5,
};

test('what a window did not send goes to the next that loads after its end, once and in order', async () => {
  const [first, second] = [windowOf('first'), windowOf('second')];
  const [sent, ...left] = await first.add(trash, parts);
  await first.remove(sent ? [sent] : []);
  expect(await second.load()).toEqual([]);
  open.delete('first');
  expect(await second.load()).toEqual([{ ...trash, parts: left }]);
  expect(left.map(({ items }) => items)).toEqual([['3', '4'], ['5']]);
  expect(await windowOf('third').load()).toEqual([]);
  await second.remove(left);
  expect(stored.size).toBe(0);
});

test('without a database, the parts are not stored', async () => {
  const none = { attempt: <T>(_: unknown, otherwise: T) => Promise.resolve(otherwise) } as unknown as DeviceDatabase;
  const unstored = openBatchStore(none, { id: 'w' } as WindowLocks);
  expect(await unstored.add(trash, parts)).toEqual(parts);
});
