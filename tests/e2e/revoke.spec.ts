import { expect, test, type Page } from '@playwright/test';
import { ALL, TOKEN_OVERLAP_S, type ItemId, type Uid } from '@maru/model';
import { AUNT, EDITOR, FATHER, MOTHER } from '../../tools/demo/people.ts';
import { add, settled } from '../functions/adding.ts';
import { person } from '../harness.ts';
import { filmOf } from '../media/video.ts';
import { albumAt, furnished, type Furnished } from './furnished.ts';
import { play, watch, watched } from './playing.ts';
import { device, leaveAll, painted, paintedCount, signIn, stage, tileOf, tiles } from './visitor.ts';
import { ko } from './words.ts';

const PHOTOS = 3;

let home: Furnished;
let film: ItemId;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  home = await furnished({ owner: EDITOR, viewers: [MOTHER, FATHER, AUNT], photos: PHOTOS });
  const who = await person(EDITOR.name, EDITOR);
  const bytes = await filmOf({ seconds: 120, rate: 8, seed: Math.random() });
  film = await add(who, home.library, bytes, { albums: [ALL, home.album] });
  expect(await settled(home.library, film, 240_000)).toMatchObject({ state: 'ready', made: { rungs: ['480', '360'] } });
  await who.close();
});

test.afterEach(({ browser }) => leaveAll(browser));

/** Removes people as an owner; returns the time when done. */
async function remove(...people: readonly { name: string; address: string }[]): Promise<number> {
  const who = await person(EDITOR.name, EDITOR);
  for (const one of people) {
    const other = await person(one.name, one);
    await who.call('removeMember', { library: home.library, uid: other.uid as Uid });
    await other.close();
  }
  await who.close();
  return Date.now();
}

/** What this device stores of the library: database keys and cached URLs. */
const keptOf = (page: Page): Promise<string[]> =>
  page.evaluate(async (library) => {
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('maru-'))?.name;
    const kept: string[] = [];
    for (const cache of await caches.keys())
      for (const { url } of await (await caches.open(cache)).keys()) if (url.includes(library)) kept.push(url);
    if (name === undefined) return kept;
    const keys = await new Promise<IDBValidKey[]>((resolve, reject) => {
      const opened = indexedDB.open(name);
      opened.onerror = () => reject(new Error('no database'));
      opened.onsuccess = () => {
        const all = opened.result.transaction('seen').objectStore('seen').getAllKeys();
        all.onsuccess = () => {
          opened.result.close();
          resolve(all.result);
        };
      };
    });
    return [...kept, ...keys.map(String).filter((key) => key.includes(library))];
  }, home.library);

test("a removed person sees nothing after five seconds, and their URLs fail after a minute; another person's video plays on", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { page: hers } = await device(browser);
  const { page: his } = await device(browser);
  await signIn(hers, MOTHER.name, albumAt(home));
  await expect.poll(() => paintedCount(hers)).toBe(PHOTOS + 1);
  await expect.poll(() => keptOf(hers)).not.toEqual([]);
  const urls = await painted(hers).evaluateAll((all) => all.map((img) => (img as HTMLImageElement).src));
  const statuses = () => Promise.all(urls.map(async (url) => (await fetch(url)).status));
  expect(new Set(await statuses())).toEqual(new Set([200]));

  await signIn(his, FATHER.name, albumAt(home));
  await tileOf(his, film).click();
  await play(his);
  const asked: { url: string; at: number }[] = [];
  his.on('request', (request) => asked.push({ url: request.url(), at: Date.now() }));
  await watch(his);

  const removed = await remove(MOTHER);
  await expect(tiles(hers)).toHaveCount(0, { timeout: 5000 });
  await expect(painted(hers)).toHaveCount(0, { timeout: 5000 });
  await expect(hers.getByText(home.title)).toHaveCount(0);
  expect(Date.now() - removed).toBeLessThan(5000);
  await expect(hers.getByText(ko('no_access_title'))).toBeVisible();
  await expect.poll(() => keptOf(hers)).toEqual([]);

  await expect
    .poll(async () => new Set(await statuses()), { timeout: 60_000 - (Date.now() - removed) })
    .toEqual(new Set([403]));
  const dead = Date.now();
  expect((dead - removed) / 1000).toBeGreaterThan(TOKEN_OVERLAP_S - 1);

  // Another variant is not buffered yet, so it needs the current token.
  await his.getByRole('button', { name: /화질/ }).click();
  await his
    .getByRole('menuitem', { name: '360' })
    .or(his.getByRole('button', { name: '360', exact: true }))
    .first()
    .click();
  const slices = () => asked.filter(({ url, at }) => at > dead && url.includes('360-0.mp4'));
  await expect.poll(() => slices().length).toBeGreaterThan(0);
  const before = (await watched(his)).time;
  await expect.poll(async () => (await watched(his)).time).toBeGreaterThan(before + 5);
  expect((await watched(his)).still).toBeLessThan(2);
  await expect(his.getByRole('alert')).toHaveCount(0);
  for (const { url } of slices()) expect(urls.some((old) => url.endsWith(new URL(old).search))).toBe(false);
});

test('an album whose audience no longer includes a person closes in the viewer and leaves nothing of it on the device', async ({
  browser,
}) => {
  const { page } = await device(browser);
  await signIn(page, FATHER.name, albumAt(home));
  await expect.poll(() => paintedCount(page)).toBe(PHOTOS + 1);
  await tileOf(page, film).click();
  await play(page);
  await expect.poll(() => keptOf(page)).toContain(`entries/${home.library}/${home.album}`);
  const who = await person(EDITOR.name, EDITOR);
  const { library, album } = home;
  await who.call('setAudience', {
    library,
    album,
    audience: { kind: 'people', people: [], circles: [] },
    guestsMayAdd: 'no',
  });
  await expect(stage(page)).toHaveCount(0, { timeout: 5000 });
  await expect(page.getByText(ko('album_no_access_title'))).toBeVisible();
  // The live region for screen readers lies outside main and may still hold the title.
  await expect(page.locator('main').getByText(home.title)).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.paused)).toBe(true);
  await expect.poll(() => keptOf(page)).not.toContain(`entries/${library}/${album}`);
  expect(await keptOf(page)).toContain(`albums/${library}`);
  await who.call('setAudience', { library, album, audience: { kind: 'library' }, guestsMayAdd: 'no' });
  await who.close();
  await expect(stage(page)).toBeVisible();
});

test('the device of a person who was removed while away is emptied when the app starts next', async ({ browser }) => {
  const { page } = await device(browser);
  await signIn(page, AUNT.name, albumAt(home));
  await expect.poll(() => paintedCount(page)).toBe(PHOTOS + 1);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(async () => (await keptOf(page)).filter((key) => key.includes('/media/')).length).toBe(PHOTOS + 1);
  await page.goto('about:blank');
  await remove(AUNT);
  await page.goto('/settings');
  await expect.poll(() => keptOf(page)).toEqual([]);
});
