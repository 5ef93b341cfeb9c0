import { randomBytes, randomInt } from 'node:crypto';
import { originalName, paths, readItem, type ItemId } from '@maru/model';
import { expect, test, type BrowserContext, type Page, type Request } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { idOfBytes, waitUntilProcessed } from '../functions/uploading.ts';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import {
  addFiles,
  closeDevices,
  goOnline,
  limitUpload,
  openDevice,
  WITH_SERVICE_WORKER,
  photoFile,
  signIn,
  tray,
  type FilePayload,
} from './app.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';

/** Files of 1 to 4 MB are added and interrupted so many times; `npm run test:slow` runs 100 rounds. */
const ROUNDS = Number(process.env['MARU_KILL_ROUNDS'] ?? 3);
const FILES = 3;
/** A phone's line: a file takes some chunks, and three files some seconds. */
const BYTES_PER_SECOND = 3_000_000;

test.afterEach(({ browser }) => closeDevices(browser));

/** Ways to lose the page or its network. Each returns the page that is open afterwards. */
const KILLS: readonly ((page: Page, path: string) => Promise<Page>)[] = [
  async (page) => {
    await page.reload();
    return page;
  },
  async (page, path) => {
    // The renderer's process ends at once, as when memory runs out.
    const crashed = page.waitForEvent('crash');
    await page.goto('chrome://crash').catch(() => undefined);
    await crashed;
    return reopen(page, path);
  },
  async (page) => {
    await page.context().setOffline(true);
    await page.waitForTimeout(randomInt(300));
    await goOnline(page);
    // Playwright's offline mode replaces the limit.
    await limitUpload(page, BYTES_PER_SECOND);
    return page;
  },
  async (page, path) => reopen(page, path),
];

async function reopen(page: Page, path: string): Promise<Page> {
  const next = await page.context().newPage();
  await page.close();
  await limitUpload(next, BYTES_PER_SECOND);
  await next.goto(path);
  return next;
}

interface Recorded {
  /** The offsets at which chunks of each object were begun, and how many sessions were. */
  readonly objects: ReadonlyMap<string, { offsets: number[]; sessions: number }>;
  /** Requests to the JSON API of Cloud Storage. */
  readonly jsonApi: readonly string[];
}

function recordUploads(context: BrowserContext): Recorded {
  const objects = new Map<string, { offsets: number[]; sessions: number }>();
  const jsonApi: string[] = [];
  context.on('request', (request: Request) => {
    if (request.url().includes('/storage/v1/')) jsonApi.push(request.url());
    const command = request.headers()['x-goog-upload-command'];
    const name = new URL(request.url()).searchParams.get('name');
    if (command === undefined || name === null || request.method() !== 'POST') return;
    const object = objects.get(name) ?? { offsets: [], sessions: 0 };
    objects.set(name, object);
    if (command === 'start') object.sessions += 1;
    if (command.includes('upload')) object.offsets.push(Number(request.headers()['x-goog-upload-offset']));
  });
  return { objects, jsonApi };
}

/** The bytes that were sent of an object of `size` bytes, if a chunk that was interrupted was as large as the next from its place. */
function bytesSent(offsets: readonly number[], size: number): number {
  const places = [...new Set(offsets)].sort((a, b) => a - b);
  return offsets.reduce((sum, offset) => sum + (places.find((place) => place > offset) ?? size) - offset, 0);
}

async function paddedPhoto(name: string): Promise<FilePayload> {
  const photo = await photoFile(name);
  return { ...photo, buffer: Buffer.concat([photo.buffer, randomBytes(randomInt(1_000_000, 4_000_000))]) };
}

interface Sent {
  readonly item: ItemId;
  readonly size: number;
  readonly kills: number;
}

/** Adds files and kills the page once the device has stored them, at random moments, until they are all sent. */
async function playRound(page: Page, path: string): Promise<{ page: Page; sent: Sent[] }> {
  const files = await Promise.all(Array.from({ length: FILES }, (_, n) => paddedPhoto(`${String(n)}.jpg`)));
  await addFiles(page, files);
  await expect(tray(page).getByText(ko('tray_may_close'))).toBeVisible();
  const kills = randomInt(1, 4);
  let open = page;
  for (let n = 0; n < kills; n += 1) {
    await open.waitForTimeout(randomInt(1_500));
    const kill = KILLS[randomInt(KILLS.length)];
    if (kill) open = await kill(open, path);
  }
  return { page: open, sent: files.map(({ buffer }) => ({ item: idOfBytes(buffer), size: buffer.length, kills })) };
}

async function expectOnceEach(fixture: TestLibrary, sent: readonly Sent[]): Promise<void> {
  for (const { item } of sent) expect((await waitUntilProcessed(fixture.library, item)).state).toBe('ready');
  const names = sent.map(({ item }) => originalName(fixture.library, item)).sort();
  const stored = await inspect.objects(useEmulators().buckets.originals, `originals/${fixture.library}/`);
  expect(stored.map(({ name }) => name).sort()).toEqual(names);
  const items = await inspect.docs(paths.items(fixture.library));
  expect([...items.values()].map((item) => readItem(item).state)).toEqual(sent.map(() => 'ready'));
}

test(`files arrive once each, although the page is reloaded, crashes, is closed or loses its network, ${String(ROUNDS)} rounds`, async ({
  browser,
}) => {
  test.setTimeout(60_000 + ROUNDS * 60_000);
  const fixture = await createTestLibrary({ owner: OWNER });
  const { context, page: first } = await openDevice(browser, WITH_SERVICE_WORKER);
  const { objects, jsonApi } = recordUploads(context);
  await signIn(first, OWNER, albumPath(fixture));
  await limitUpload(first, BYTES_PER_SECOND);
  let page = first;
  const sent: Sent[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const played = await playRound(page, albumPath(fixture));
    ({ page } = played);
    sent.push(...played.sent);
    for (const { item } of played.sent) await waitUntilProcessed(fixture.library, item);
  }
  // Functions compare each hash with the item's id, so `ready` means equal bytes.
  await expectOnceEach(fixture, sent);
  expect(jsonApi).toEqual([]);
  let [bytes, needed, doubled] = [0, 0, 0];
  for (const { item, size, kills } of sent) {
    const { offsets, sessions } = objects.get(originalName(fixture.library, item)) ?? { offsets: [], sessions: 0 };
    const again = offsets.length - new Set(offsets).size;
    expect(again, `${item}: ${offsets.join(' ')} in ${String(sessions)} sessions`).toBeLessThanOrEqual(kills);
    doubled += again;
    bytes += bytesSent(offsets, size);
    needed += size;
  }
  console.log(
    `${String(ROUNDS)} rounds, ${String(sent.length)} files: 0 lost, 0 doubled; chunks sent again: ${String(doubled)}; ` +
      `bytes sent over bytes needed: ${(bytes / needed).toFixed(3)}`,
  );
  await expect(tray(page).getByText(ko('tray_may_close'))).toHaveCount(0);
});
