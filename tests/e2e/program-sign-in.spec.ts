import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paths } from '@maru/model';
import { expect, test } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { button, closeDevices, openDevice, photoFile, signIn } from './app.ts';
import { checkScreen, openStillPage } from './check-screen.ts';
import { createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';
import { COLD_START_MS, expectTitle, newPerson } from './new-person.ts';

const RUN = fileURLToPath(new URL('../../tools/import/run.ts', import.meta.url));

let fixture: TestLibrary;
let folder: string;
test.beforeAll(async () => {
  fixture = await createTestLibrary({ owner: OWNER });
  folder = await mkdtemp(join(tmpdir(), 'maru-sign-in-'));
  await writeFile(join(folder, 'a.jpg'), (await photoFile('a.jpg')).buffer);
});
test.afterAll(() => rm(folder, { recursive: true }));
test.afterEach(({ browser }) => closeDevices(browser));

/** Starts the importer, which waits for a sign-in in the browser; returns its link and its check code. */
async function startImport(): Promise<{ link: string; checkCode: string; code: Promise<number | null> }> {
  const { urls, projectId } = useEmulators();
  const args = ['--project', projectId, '--site', urls.app, join(folder, 'a.jpg'), '--library', fixture.name];
  const env = {
    ...process.env,
    LANG: 'ko_KR.UTF-8',
    LC_ALL: '',
    BROWSER: 'none',
    XDG_CONFIG_HOME: folder,
    XDG_STATE_HOME: folder,
  };
  const child = spawn(process.execPath, [RUN, ...args], { env });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  await expect.poll(() => printed, { timeout: COLD_START_MS }).toContain('#program=import');
  return {
    link: /http\S+#\S+/.exec(printed)?.[0] ?? '',
    checkCode: /[0-9A-F]{4}-[0-9A-F]{4}/.exec(printed)?.[0] ?? '',
    code,
  };
}

test('a person lets the importer sign in by one button, after comparing the code, and signs it out again', async ({
  browser,
}) => {
  const { link, checkCode, code } = await startImport();
  const page = await openStillPage(browser);
  await signIn(page, OWNER, link);
  await expectTitle(page, ko('program_import_title', { name: OWNER.name }));
  await expect(page.getByText(checkCode)).toBeVisible();
  await checkScreen(page, 'program-sign-in');
  await button(page, ko('program_confirm')).click();
  await expectTitle(page, ko('program_done_title'));
  expect(page.url()).toBe(`${useEmulators().urls.app}/sign-in/program#done`);
  expect(await code).toBe(0);
  expect(await inspect.count(paths.items(fixture.library))).toBe(1);

  await page.goto('/settings');
  await page.getByRole('link', { name: ko('programs_title') }).click();
  await expect(page.getByText(ko('programs_import'))).toBeVisible();
  await checkScreen(page, 'programs');
  await page.getByRole('button', { name: new RegExp(`^${ko('programs_import')}`) }).click();
  await expect(page.getByText(ko('programs_sign_out_text'))).toBeVisible();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: ko('settings_sign_out'), exact: true })
    .click();
  await expect(page.getByText(ko('programs_empty_title'))).toBeVisible();
  await checkScreen(page, 'no-programs');
  expect(await inspect.count(paths.programs())).toBe(0);
});

test('refuses a person who can add to no library, a link without a program, and a sign-in that is cancelled', async ({
  browser,
}) => {
  await rm(join(folder, 'maru'), { recursive: true, force: true });
  const { link, code } = await startImport();
  const { page } = await openDevice(browser);
  await signIn(page, newPerson('이수진'), link);
  await button(page, ko('program_confirm')).click();
  await expect(page.getByText(ko('program_import_forbidden'))).toBeVisible();
  await page.getByRole('link', { name: ko('no') }).click();
  await expectTitle(page, ko('program_cancelled_title'));
  expect(await code).toBe(1);
  await page.goto('/sign-in/program');
  await expectTitle(page, ko('program_bad_link_title'));
});
