import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';
import { paths, readItem } from '@maru/model';
import { fileNameOf } from '@maru/model/library/file-name';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { AUNT, EDITOR, MOTHER } from '../../tools/demo/people.ts';
import { announceItem, idOfBytes, waitUntilProcessed, uploadOriginal } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { mp4Of } from '../media/video.ts';
import { jpegOf } from '../media/photo.ts';
import { albumPath, createTestLibrary } from './library-fixture.ts';
import {
  addFiles,
  button,
  closeDevices,
  createDataTransfer,
  openDevice,
  openTray,
  photoFile,
  signIn,
  tiles,
  tray,
  trayRow,
  type FilePayload,
} from './app.ts';
import { ko } from './messages.ts';

let canaryHits = 0;
let canary: Server;
test.beforeAll(async () => {
  canary = createServer((_request, response) => {
    canaryHits += 1;
    response.end('a secret');
  });
  await once(canary.listen(0, '127.0.0.1'), 'listening');
});
test.afterAll(() => new Promise((resolve) => canary.close(resolve)));
test.afterEach(({ browser }) => closeDevices(browser));

const seed = (): number => Math.floor(Math.random() * 2 ** 31);
const firstPart = (whole: Buffer, share: number): Buffer => whole.subarray(0, Math.floor(whole.length * share));

/** A white 1-bit PNG of 16,000 x 16,000 pixels: 256 megapixels in about 30 kB. */
function pngBomb(): Buffer {
  const size = 16_000;
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 1;
  const rows = Buffer.alloc(size * (1 + size / 8), 0xff);
  for (let row = 0; row < size; row += 1) rows[row * (1 + size / 8)] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    // Makes the bytes, and so the item, unique to this run.
    chunk('tEXt', Buffer.from(`Comment\0${String(seed())}`, 'latin1')),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function playlist(): Buffer {
  const { port } = canary.address() as AddressInfo;
  const list = `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:${String(port)}/${String(seed())}.ts\n`;
  return Buffer.from(`${list}#EXT-X-ENDLIST\n`);
}

interface BadFile extends FilePayload {
  /** The key of the message that explains the failure. */
  words: string;
  mayTry: boolean;
}

async function badFiles(): Promise<BadFile[]> {
  const photo = firstPart(await jpegOf({ seed: seed() }), 0.05);
  const video = firstPart(await mp4Of({ width: 320, height: 240, seconds: 3, seed: seed() % 9 }), 0.5);
  const badFile = (name: string, buffer: Buffer, message: string, canRetry = false): BadFile => {
    const mimeType = name.endsWith('.mp4') ? 'video/mp4' : name.endsWith('.png') ? 'image/png' : 'image/jpeg';
    return { name, mimeType, buffer, words: message, mayTry: canRetry };
  };
  return [
    badFile('편지.jpg', Buffer.from(`사랑하는 가족들에게 ${String(seed())}`), 'failure_not_media'),
    badFile('빈 것.jpg', Buffer.alloc(0), 'failure_empty'),
    badFile('끊긴 사진.jpg', photo, 'failure_unreadable', true),
    badFile('끊긴 영상.mp4', video, 'failure_unreadable', true),
    badFile('너무 큰 그림.png', pngBomb(), 'failure_too_many_pixels'),
    badFile('목록.mp4', playlist(), 'failure_not_media'),
  ];
}

const retryButton = (where: Locator): Locator => where.getByRole('button', { name: new RegExp(ko('try_again')) });

/** Presses a retry button and waits until the API has accepted it. */
async function retry(page: Page, button: Locator): Promise<void> {
  const responded = page.waitForResponse(/\/api\/retryItem$/);
  await button.click();
  expect((await responded).status()).toBe(200);
}

test('a failed file says why in the tray, and in the album to those who may retry it; the next photo succeeds', async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: AUNT, viewers: [MOTHER] });
  const { page: ours } = await openDevice(browser);
  const { page: hers } = await openDevice(browser);
  await signIn(ours, AUNT, albumPath(fixture));
  await signIn(hers, MOTHER, albumPath(fixture));
  await expect(hers.getByText(ko('album_empty_title'))).toBeVisible();
  const files = await badFiles();
  await addFiles(ours, files);
  await openTray(ours);

  await test.step('the tray explains each failure and offers a retry where it can help', async () => {
    for (const { name, words: message, mayTry: canRetry } of files) {
      const row = trayRow(ours, name);
      await expect(row).toHaveAttribute('data-state', /failed|stopped/, { timeout: 60_000 });
      await expect(row.getByText(ko(message))).toBeVisible();
      await expect(retryButton(row)).toHaveCount(canRetry ? 1 : 0);
    }
    await expect(
      tray(ours)
        .getByText(ko('tray_all_failed', { wrong: files.length }))
        .first(),
    ).toBeVisible();
    expect(canaryHits).toBe(0);
  });

  const failed = ours.locator('details');
  const uploaded = files.filter(({ buffer }) => buffer.length > 0);
  await test.step('the album shows the same to an editor, and nothing to a viewer', async () => {
    await failed.getByText(ko('failed_title', { count: uploaded.length })).click();
    for (const { name, words: message, mayTry: canRetry } of uploaded) {
      const row = failed.getByRole('listitem').filter({ hasText: name });
      await expect(row.getByText(ko(message))).toBeVisible();
      await expect(retryButton(row)).toHaveCount(canRetry ? 1 : 0);
    }
  });

  await test.step('retry works in the tray and in the album', async () => {
    const [, , photo, video] = files;
    const trayPhoto = trayRow(ours, photo?.name ?? '');
    await retry(ours, retryButton(trayPhoto));
    await expect(trayPhoto).toHaveAttribute('data-state', 'failed', { timeout: 30_000 });
    await expect(trayPhoto.getByText(ko('failure_unreadable'))).toBeVisible();
    const row = failed.getByRole('listitem').filter({ hasText: video?.name ?? '' });
    const before = await inspect.doc(paths.item(fixture.library, idOfBytes(video?.buffer ?? Buffer.alloc(0))));
    await retry(ours, retryButton(row));
    await waitUntilProcessed(fixture.library, idOfBytes(video?.buffer ?? Buffer.alloc(0)));
    const after = await inspect.doc(paths.item(fixture.library, idOfBytes(video?.buffer ?? Buffer.alloc(0))));
    expect(after?.['changed']).not.toEqual(before?.['changed']);
    await expect(row.getByText(ko('failure_unreadable'))).toBeVisible();
  });

  await test.step('the next good file succeeds and is all that the viewer sees', async () => {
    await addFiles(ours, [await photoFile('바다.jpg')]);
    await expect(trayRow(ours, '바다.jpg')).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
    await expect(tiles(hers)).toHaveCount(1);
    await expect(hers.locator('details')).toHaveCount(0);
    await expect(hers.getByText(ko('failure_unreadable'))).toHaveCount(0);
    await expect(retryButton(hers.locator('main'))).toHaveCount(0);
  });
});

test('a file that another person is uploading says so, and a retry afterwards finds it there', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: AUNT });
  const aunt = await signInAs(AUNT.name, { address: AUNT.address });
  const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
  await aunt.call('inviteByEmail', { library: fixture.library, address: EDITOR.address, role: 'editor' });
  await editor.call('onSignIn', {});
  const buffer = await jpegOf({ seed: seed() });
  const item = await announceItem(editor, fixture.library, buffer);
  const { page } = await openDevice(browser);
  await signIn(page, AUNT, albumPath(fixture));

  await addFiles(page, [{ name: '함께 찍은 것.jpg', mimeType: 'image/jpeg', buffer }]);
  await openTray(page);
  const row = trayRow(page, '함께 찍은 것.jpg');
  await expect(row.getByText(ko('upload_stop_busy'))).toBeVisible();
  await uploadOriginal(editor, fixture.library, item, buffer);
  await waitUntilProcessed(fixture.library, item);
  await retryButton(row).click();
  await expect(row.getByText(ko('upload_already'))).toBeVisible();
  await expect(row).toHaveAttribute('data-state', 'ready');
  await expect(tiles(page)).toHaveCount(1);
  await Promise.all([aunt.close(), editor.close()]);
});

test('names with slashes, emoji, decomposed Hangul and 300 characters are accepted, and the tray stays in the window', async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: AUNT });
  const { page } = await openDevice(browser);
  await signIn(page, AUNT, albumPath(fixture));
  const names = [
    '2019/제주\\바다.jpg',
    '👨‍👩‍👧‍👦 가족 🏖️.jpg',
    '할머니 생신.jpg'.normalize('NFD'),
    `${'긴이름'.repeat(100)}.jpg`,
    '<b>굵게</b> & "따옴표".jpg',
  ];
  const files = await Promise.all(names.map((name) => photoFile(name)));
  // Dropped, because a file picker would not return such names.
  const data = await createDataTransfer(page, files);
  await expect(button(page, ko('add'))).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
  await expect(tiles(page)).toHaveCount(names.length, { timeout: 60_000 });

  await openTray(page);
  for (const { name, buffer } of files) {
    const item = readItem(await inspect.doc(paths.item(fixture.library, idOfBytes(buffer))));
    expect(item).toMatchObject({ state: 'ready', fileName: fileNameOf(name) });
    await expect(trayRow(page, name.normalize('NFC'))).toHaveAttribute('data-state', 'ready');
  }
  expect(await tray(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
