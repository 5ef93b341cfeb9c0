import type { IDBPDatabase, OpenDBCallbacks } from 'idb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Uid } from '@maru/model/ids';
import { deviceDatabase, type DeviceSchema } from './database.ts';

/** What was opened, and the callbacks of each. */
const opened: { version: number | undefined; callbacks: OpenDBCallbacks<DeviceSchema> }[] = [];
let isNewer = false;
vi.hoisted(() => vi.resetModules());
vi.mock('idb', () => ({
  openDB: (_: string, version: number | undefined, callbacks: OpenDBCallbacks<DeviceSchema>) => {
    if (isNewer && version !== undefined) return Promise.reject(new DOMException('newer', 'VersionError'));
    opened.push({ version, callbacks });
    return Promise.resolve({ n: opened.length, close: () => undefined });
  },
}));

const numberOf = (db: IDBPDatabase<DeviceSchema>): Promise<number> =>
  Promise.resolve((db as unknown as { n: number }).n);
/** Another window upgrades the database to a version, or deletes it. */
const block = (next: number | null): void => {
  const event = { target: { close: () => undefined } } as unknown as IDBVersionChangeEvent;
  opened.at(-1)?.callbacks.blocking?.(5, next, event);
};

beforeEach(() => {
  opened.length = 0;
  isNewer = false;
});

test('is opened once, and again after the browser closed it or a newer version upgraded it', async () => {
  const database = deviceDatabase('me' as Uid);
  expect([await database.use(numberOf), await database.use(numberOf)]).toEqual([1, 1]);
  opened.at(-1)?.callbacks.terminated?.();
  expect(await database.use(numberOf)).toBe(2);
  block(6);
  isNewer = true;
  expect(await database.use(numberOf)).toBe(3);
  expect(opened.at(-1)?.version).toBeUndefined();
});

test('is opened again, once, when its connection was lost without a word', async () => {
  const database = deviceDatabase('me' as Uid);
  const work = async (db: IDBPDatabase<DeviceSchema>): Promise<number> => {
    if ((await numberOf(db)) === 1) throw new DOMException('closing', 'InvalidStateError');
    return numberOf(db);
  };
  expect(await Promise.all([database.use(work), database.use(work)])).toEqual([2, 2]);
});

test('is not created again after a sign-out in another window, until the person is back, and never after close', async () => {
  const database = deviceDatabase('me' as Uid);
  await database.use(numberOf);
  block(null);
  await expect(database.use(numberOf)).rejects.toThrow('closed');
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  expect(await database.attempt(numberOf, 0)).toBe(0);
  expect(warn).toHaveBeenCalledOnce();
  database.resume();
  expect(await database.use(numberOf)).toBe(2);
  database.close();
  database.resume();
  await expect(database.use(numberOf)).rejects.toThrow('closed');
  expect(await database.attempt(numberOf, 0)).toBe(0);
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});
