import { paths, readItem } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { EDITOR, OWNER } from '../../tools/demo/people.ts';
import { idOfBytes } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import {
  button,
  closeDevices,
  createDataTransfer,
  heading,
  openDevice,
  WITH_SERVICE_WORKER,
  openTray,
  photoFile,
  serviceWorkerReady,
  signInHere,
  tileOf,
  trayRow,
  type FilePayload,
} from './app.ts';
import { checkScreen, openStillPage } from './check-screen.ts';
import { albumPath, createTestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

interface ShareTarget {
  action: string;
  method: string;
  enctype: string;
  params: { files: { name: string }[] };
}

/** The share target of the app's manifest, as the browser reads it. */
async function shareTargetOf(page: Page): Promise<ShareTarget> {
  const cdp = await page.context().newCDPSession(page);
  const { data, errors } = await cdp.send('Page.getAppManifest');
  await cdp.detach();
  expect(errors).toEqual([]);
  return (JSON.parse(data ?? '') as { share_target: ShareTarget }).share_target;
}

/** Posts a form by navigating to the share target, as the phone's share sheet does. */
async function share(
  page: Page,
  { action, method, enctype, params }: ShareTarget,
  files: FilePayload[],
): Promise<void> {
  const transfer = await createDataTransfer(page, files);
  const navigated = page.waitForEvent('load');
  await transfer.evaluate(
    ({ files: shared }, { name, ...target }) => {
      const form = Object.assign(document.createElement('form'), target);
      form.append(
        Object.assign(document.createElement('input'), { type: 'file', multiple: true, name, files: shared }),
      );
      document.body.append(form);
      form.submit();
    },
    { action, method, enctype, name: params.files[0]?.name ?? '' },
  );
  await navigated;
}

test('files shared into the app are in the tray and in the chosen album, also if the person signs in first', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const fixture = await createTestLibrary({ owner: OWNER });
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  await owner.call('inviteByEmail', { library: fixture.library, address: EDITOR.address, role: 'editor' });
  await owner.close();
  const first = await openStillPage(browser, WITH_SERVICE_WORKER);
  const context = first.context();
  await first.goto('/sign-in');
  await serviceWorkerReady(first);
  const target = await shareTargetOf(first);
  const photo = await photoFile('공유한 사진.jpg');
  const text = { name: '읽어 보기.txt', mimeType: 'text/plain', buffer: Buffer.from('1') };

  await share(first, target, [photo, text]);
  await expect(first.getByText(ko('incoming_sign_in', { count: 1 }))).toBeVisible();
  await first.close();

  // Closing loses nothing, and nothing is uploaded before somebody has chosen.
  const page = await context.newPage();
  await page.goto('/sign-in');
  await signInHere(page, EDITOR.name);
  await button(page, ko('incoming_choose')).click();
  await expect(heading(page, ko('add_to_album_title'))).toBeVisible();
  await expect(page.getByText(ko('incoming_refused', { names: text.name }))).toBeVisible();
  await checkScreen(page, 'incoming');
  await page.reload();
  const item = idOfBytes(photo.buffer);
  expect(await inspect.doc(paths.item(fixture.library, item))).toBeUndefined();

  await page.getByRole('button', { name: fixture.title }).click();
  await expect(page).toHaveURL(albumPath(fixture));
  await openTray(page);
  await expect(trayRow(page, photo.name)).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(tileOf(page, item)).toBeVisible();
  expect(readItem(await inspect.doc(paths.item(fixture.library, item))).albums).toContain(fixture.album);
  await page.goto('/incoming');
  await expect(page.getByText(ko('incoming_none_title'))).toBeVisible();
});

test('what is shared while there is no service worker goes to Hosting, which leads to what to do', async ({
  browser,
}) => {
  const { page } = await openDevice(browser);
  await page.goto('/sign-in');
  await share(page, await shareTargetOf(page), [await photoFile('1.jpg')]);
  await expect(page).toHaveURL(/sign-in\?to=.*not-ready/);
});
