import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { ROOT } from '../../../tools/emulators/root.ts';
import { throttle } from '../phone/throttle.ts';

/** Milliseconds of the layout of `count` ratios in one go, median of five, in a slowed page. */
export async function layoutMs(context: BrowserContext, count: number): Promise<number> {
  const files = ['first-match.ts', 'media/justified-layout.ts'].map((name) => join(ROOT, 'model', 'src', name));
  const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const script = stripTypeScriptTypes(sources.join('\n').replaceAll(/^import .*$/gm, ''));
  const content = `${script}; globalThis.justify = justify;`;
  const page = await context.newPage();
  await page.goto('about:blank');
  await throttle(page);
  await page.addScriptTag({ type: 'module', content });
  await page.waitForFunction(() => 'justify' in globalThis);
  const ms = await page.evaluate((entries) => {
    const { justify } = globalThis as unknown as {
      justify: (ratios: Float32Array, sections: number[], options: object) => void;
    };
    const ratios = Float32Array.from({ length: entries }, (_, n) => [1.333, 0.75, 1.333, 1.778][(n * 7) % 4] ?? 1);
    const months = Array.from({ length: Math.ceil(entries / 240) }, (_, n) => Math.min(240, entries - n * 240));
    const times = Array.from({ length: 5 }, () => {
      const began = performance.now();
      justify(ratios, months, { width: 360, rowHeight: 150, gap: 3, headingHeight: 48 });
      return performance.now() - began;
    });
    return times.toSorted((a, b) => a - b)[2] ?? 0;
  }, count);
  await page.close();
  return Math.round(ms * 10) / 10;
}
