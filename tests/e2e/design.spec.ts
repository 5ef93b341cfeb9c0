import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Page } from '@playwright/test';
import { ROOT } from '../../tools/emulators/root.ts';
import { axeViolations, PHONE } from './check-screen.ts';
import { findDefects } from './layout-defects.ts';
import { findDoubles, findOverflow } from './specimen-defects.ts';

const ORIGIN = 'http://localhost';

/** Serves the files of a folder to a page, and nothing else. */
async function serve(page: Page, folder: string): Promise<void> {
  await page.route('**/*', async (route) => {
    const path = join(folder, new URL(route.request().url()).pathname);
    await route.fulfill(existsSync(path) ? { path } : { status: 404 });
  });
}

/** Rules of axe for whole pages: tests/e2e/screens.spec.ts checks them on the app's own. */
const OF_PAGES = /^(page-has-heading-one|landmark-|region)/;

/** Checks the open page at both text sizes and, in Korean, in both themes; `name` is for the report. */
async function checkLooks(page: Page, name: string, language: string): Promise<void> {
  for (const text of ['100%', '200%']) {
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
    const defects = [...(await findDefects(page)), ...(await findOverflow(page))];
    expect.soft(defects, `${name} ${language} at ${text}`).toEqual([]);
  }
  const check = async (rules: 'all' | 'colours' | 'texts'): Promise<void> => {
    const violations = (await axeViolations(page, rules)).filter((one) => !OF_PAGES.test(one));
    expect.soft(violations, `${name} ${language}, ${rules}`).toEqual([]);
  };
  if (language === 'en') return check('texts');
  await check('all');
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
  await check('colours');
}

test('every component in every state is readable, within its place and unlike its other states', async ({ page }) => {
  const folder = test.info().outputPath('design');
  await promisify(execFile)(process.execPath, [join(ROOT, 'web/design/run.ts'), folder]);
  await serve(page, folder);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const language of ['ko', 'en']) {
    const address = `${ORIGIN}/index.html?theme=light&language=${language}`;
    await page.goto(address);
    await page.locator('[data-specimen]').first().waitFor();
    const screens = await page
      .locator('[data-screen]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['specimen']));
    // They are checked one by one.
    await page.locator('iframe').evaluateAll((frames) => frames.forEach((frame) => frame.remove()));
    expect.soft(await findDoubles(page), `${language}: examples that look alike`).toEqual([]);
    await checkLooks(page, 'all', language);
    expect(screens.length).toBeGreaterThan(3);
    for (const screen of screens) {
      await page.goto(`${address}&only=${String(screen)}`);
      await page.locator('#app button').first().waitFor();
      await checkLooks(page, String(screen), language);
    }
  }
});
