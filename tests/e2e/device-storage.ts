import type { Page } from '@playwright/test';

/** The databases of Maru on this device, one per person. */
export const databaseNames = (page: Page): Promise<string[]> =>
  page.evaluate(async () =>
    (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('maru-') ? [name] : [])),
  );

/** The caches that hold something of a person: media and notes. */
export const cacheNames = (page: Page): Promise<string[]> =>
  page.evaluate(async () =>
    (await caches.keys()).filter((name) => name.startsWith('maru-media-') || name === 'maru-owner'),
  );

/** The cached URLs that contain `part`. */
export const cachedUrls = (page: Page, part: string): Promise<string[]> =>
  page.evaluate(async (text) => {
    const urls: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) if (url.includes(text)) urls.push(url);
    return urls;
  }, part);

/** Every record of a database by its key; empty if there is no such database or store. */
export const readDatabase = (page: Page, name: string, store: string): Promise<[key: string, value: unknown][]> =>
  page.evaluate(
    async ([database = '', from = '']) => {
      if (!(await indexedDB.databases()).some((one) => one.name === database)) return [];
      const settle = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(request.error?.message));
        });
      const db = await settle(indexedDB.open(database));
      try {
        if (!db.objectStoreNames.contains(from)) return [];
        const records = db.transaction(from).objectStore(from);
        const [keys, values] = await Promise.all([settle(records.getAllKeys()), settle(records.getAll())]);
        return keys.map((key, n): [string, unknown] => [key as string, values[n]]);
      } finally {
        db.close();
      }
    },
    [name, store],
  );

/** What the open app has stored of libraries that its person saw, by key. */
export async function seenRecords(page: Page): Promise<Map<string, unknown>> {
  const [name = ''] = await databaseNames(page);
  return new Map(await readDatabase(page, name, 'seen'));
}
