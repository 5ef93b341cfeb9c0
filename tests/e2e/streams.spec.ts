import { randomInt } from 'node:crypto';
import { ALL, type ItemId } from '@maru/model';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { EDITOR } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { seedStream } from '../harness/seed-stream.ts';
import { growing, ladderOf, type Ladder } from '../media/ladder.ts';
import { mp4Of } from '../media/video.ts';
import { button, closeDevices, openDevice, signIn, stage } from './app.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';
import { playVideo, positionOf } from './playback.ts';
import { FAST, limitNetwork, SLOW, SLOWER } from './slow-network.ts';

let fixture: TestLibrary;
let ladder: Ladder;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  fixture = await createTestLibrary({ owner: EDITOR });
  ladder = await ladderOf(150);
});
test.afterEach(({ browser }) => closeDevices(browser));

/** Adds a video whose stream is the ladder. */
async function addVideo(change?: (playlist: string) => string): Promise<ItemId> {
  const { library, album } = fixture;
  const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
  const bytes = await mp4Of({ seconds: 2, seed: randomInt(1, 100_000) });
  const item = await uploadItem(editor, library, bytes, { albums: [ALL, album], fileName: '2019-05-03.mp4' });
  await waitUntilProcessed(library, item);
  await editor.close();
  await seedStream({ library, album, item }, ladder, change);
  return item;
}

async function open(browser: Browser, item: ItemId): Promise<Page> {
  const { page } = await openDevice(browser, { viewport: { width: 1440, height: 900 } });
  await signIn(page, EDITOR, `${albumPath(fixture)}/${item}`);
  await expect(button(stage(page), ko('player_play'))).toBeVisible();
  return page;
}

const variant = (page: Page) => page.locator('[data-variant]').getAttribute('data-variant');

/** The samples of sound that were decoded: both tracks play. */
const decodedBytes = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement & { webkitAudioDecodedByteCount: number }>('video');
    return video?.webkitAudioDecodedByteCount ?? 0;
  });

test('a stream with its sound apart steps down on a slow network and up again, and never stops', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const page = await open(browser, await addVideo());
  const limit = await limitNetwork(page);
  await limit(SLOW);
  await playVideo(page);
  expect(await decodedBytes(page)).toBeGreaterThan(0);
  await limit(SLOWER);
  await expect.poll(() => variant(page), { timeout: 60_000 }).toBe('240');
  const at = await positionOf(page);
  await expect.poll(() => positionOf(page), { timeout: 30_000 }).toBeGreaterThan(at + 10);
  await limit(FAST);
  await expect.poll(() => variant(page), { timeout: 60_000 }).toBe('480');
});

test('the chosen quality holds: the smallest, then the best', async ({ browser }) => {
  const page = await open(browser, await addVideo());
  await playVideo(page);
  const choose = async (...names: string[]): Promise<void> => {
    await page.getByRole('button', { name: /화질/ }).click();
    for (const name of names) await button(page, name).click();
  };
  await choose(ko('player_quality_more'), '240');
  await expect.poll(() => variant(page)).toBe('240');
  await choose(ko('player_sharp'));
  await expect.poll(() => variant(page)).toBe('480');
});

test('a stream that is still being processed starts at its beginning and goes on as it grows', async ({ browser }) => {
  const item = await addVideo((playlist) => growing(playlist, 3));
  const page = await open(browser, item);
  await playVideo(page);
  expect(await positionOf(page)).toBeLessThan(12);
  await page.keyboard.press('>');
  await page.keyboard.press('>');
  await page.keyboard.press('>');
  await expect.poll(() => positionOf(page), { timeout: 30_000 }).toBeGreaterThan(15);
  await seedStream({ library: fixture.library, album: fixture.album, item }, ladder);
  await expect.poll(() => positionOf(page), { timeout: 40_000 }).toBeGreaterThan(24);
});
