import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ALL } from '@maru/model';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { uploadDemo } from '../../tools/demo/upload-demo.ts';
import { OWNER } from '../../tools/demo/people.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { decodedCount, signIn, tiles } from '../e2e/app.ts';
import { ko } from '../e2e/messages.ts';
import { setUp } from '../harness/global-setup.ts';
import { useEmulators } from '../harness.ts';

const FOLDER = join(import.meta.dirname, '../../web/static/screenshots');
const LONG_SIDE = 1600;
const PHONE = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 800 };

/** Waits until so many images of the page are shown. */
async function untilShown(page: Page, images: number): Promise<void> {
  while ((await decodedCount(page)) < images) await page.waitForTimeout(100);
}

/** Saves what the page shows; returns the size of the file in kB. */
async function save(page: Page, name: string): Promise<number> {
  const file = join(FOLDER, `${name}.webp`);
  await sharp(await page.screenshot({ animations: 'disabled' }))
    .webp({ quality: 82, effort: 6 })
    .toFile(file);
  return Math.round(statSync(file).size / 100) / 10;
}

/**
 * Takes the screenshots of README and manifest (web/static/screenshots) of the demo family, whose photos are drawn. The metrics are the sizes
 * of the files in kB.
 */
export async function bench(): Promise<Record<string, number>> {
  const end = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    await uploadDemo(useEmulators(), console.error, { long: LONG_SIDE });
    const sizes: Record<string, number> = {};
    let home = '/';
    for (const [suffix, viewport] of Object.entries({ phone: PHONE, wide: WIDE })) {
      const context = await browser.newContext({
        ...{ baseURL: useEmulators().urls.app, locale: 'ko-KR', timezoneId: 'Asia/Seoul', viewport },
        ...{ serviceWorkers: 'block', reducedMotion: 'reduce', deviceScaleFactor: suffix === 'phone' ? 2 : 1 },
      });
      const page = await context.newPage();
      await signIn(page, OWNER, home);
      await page.getByRole('link', { name: '제주 여름 2019' }).waitFor();
      await untilShown(page, 5);
      sizes[`home-${suffix}`] = await save(page, `home-${suffix}`);
      home = new URL(page.url()).pathname;
      await page.getByRole('link', { name: '제주 여름 2019' }).click();
      await tiles(page).first().waitFor();
      await untilShown(page, 6);
      sizes[`album-${suffix}`] = await save(page, `album-${suffix}`);
      await page.goto(`${home}/${ALL}`);
      await tiles(page).first().waitFor();
      await tiles(page)
        .and(page.getByRole('button', { name: new RegExp(`^${ko('kind_photo')}`) }))
        .nth(1)
        .click();
      await page.locator('img[src*="%2Fscreen?"]').first().waitFor();
      await untilShown(page, 1);
      sizes[`photo-${suffix}`] = await save(page, `photo-${suffix}`);
      await context.close();
    }
    return sizes;
  } finally {
    await browser.close();
    await end();
  }
}
