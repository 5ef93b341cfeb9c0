import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { findDefects } from './layout-defects.ts';
import { openDevice } from './app.ts';

/** Whether each screenshot is saved. */
export const SAVE_SCREENSHOTS = process.env['MARU_PICTURES'] === '1';

/** How a screen is rendered; `fontSize` is the device's text size. */
interface ScreenMode {
  width: number;
  height: number;
  colours?: 'light' | 'dark';
  letters?: '100%' | '200%';
  /** Which rules of axe run too: those for colours, those for texts, or all. */
  axe?: 'colours' | 'texts' | 'all';
}

/** The smallest supported phone, CSS pixels. */
export const PHONE = { width: 360, height: 740 };
const TABLET = { width: 768, height: 1024 };
const WIDE = { width: 1440, height: 900 };
/** A theme changes colours and no sizes, so one is enough for the layout, unless every screenshot is wanted. */
const MODES: Readonly<Record<'ko' | 'en', readonly ScreenMode[]>> = {
  ko: [
    { ...PHONE, axe: 'all' },
    { ...PHONE, colours: 'dark', axe: 'colours' },
    { ...PHONE, letters: '200%' },
    TABLET,
    ...(SAVE_SCREENSHOTS ? [{ ...TABLET, colours: 'dark' } as const] : []),
    { ...WIDE, axe: 'all' },
    ...(SAVE_SCREENSHOTS ? [{ ...WIDE, colours: 'dark' } as const] : []),
  ],
  en: [
    { ...PHONE, axe: 'texts' },
    { ...PHONE, letters: '200%' },
  ],
};

/** The rules of axe on which the theme or the language has an influence. */
const AXE_RULES = {
  colours: ['color-contrast', 'link-in-text-block'],
  texts: [
    ...['aria-command-name', 'aria-dialog-name', 'aria-input-field-name', 'aria-progressbar-name'],
    ...['aria-toggle-field-name', 'button-name', 'document-title', 'html-lang-valid', 'image-alt'],
    ...['label', 'link-name', 'select-name', 'summary-name', 'svg-img-alt', 'valid-lang'],
  ],
};

declare global {
  interface Window {
    /** Animations and transitions since the page was loaded. */
    moved: string[];
  }
}

/** Records every animation and transition that starts in `window.moved`. */
export function recordMotions(): void {
  window.moved = [];
  const record = (event: Event): void => {
    const { animationName, propertyName } = event as Partial<AnimationEvent & TransitionEvent>;
    window.moved.push(`${animationName ?? propertyName ?? ''} of ${(event.target as Element).tagName.toLowerCase()}`);
  };
  for (const type of ['animationstart', 'transitionrun']) addEventListener(type, record, true);
  const animate = Object.getOwnPropertyDescriptor(Element.prototype, 'animate')?.value as Element['animate'];
  Element.prototype.animate = function (...how) {
    window.moved.push(`animate() of ${this.tagName.toLowerCase()}`);
    return animate.apply(this, how);
  };
}

/** Opens a page with reduced motion that records any motion. */
export async function openStillPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const { page, context } = await openDevice(browser, { reducedMotion: 'reduce', viewport: PHONE, ...options });
  await context.addInitScript(recordMotions);
  return page;
}

const { resolve } = createRequire(import.meta.url);
/** axe as a script for pages: a third of what the builder loads, twice for each run. */
const AXE = readFileSync(resolve('axe-core/axe.min.js', { paths: [resolve('@axe-core/playwright')] }), 'utf8');

/** Loads axe into each frame that does not have it yet, except one that is just leaving. */
const loadAxe = (page: Page): Promise<unknown> =>
  Promise.allSettled(
    page.frames().map(async (frame) => {
      if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(AXE);
    }),
  );

/** The violations of axe's rules on the open page. */
export async function axeViolations(page: Page, rules: 'colours' | 'texts' | 'all'): Promise<string[]> {
  await loadAxe(page);
  // Without a script of its own.
  const builder = new AxeBuilder({ page, axeSource: '0' }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === 'all' ? builder : builder.withRules(AXE_RULES[rules])).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Changes the language of the open page, as another window of the app does; returns its text then. */
const switchLanguage = (page: Page, language: string): Promise<string> =>
  page.evaluate(async (newValue) => {
    dispatchEvent(new StorageEvent('storage', { key: 'maru-locale', newValue }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return document.body.innerText;
  }, language);

/**
 * Checks the open screen in both languages and every mode of them. Reports each layout defect, axe violation and motion as a soft failure.
 */
export async function checkScreen(page: Page, name: string): Promise<void> {
  const texts = new Set<string>();
  for (const [language, modes] of Object.entries(MODES)) {
    texts.add(await switchLanguage(page, language));
    for (const mode of modes) await checkMode(page, `${name} ${language}`, mode);
  }
  expect.soft(texts.size, `${name}: languages`).toBe(2);
  await switchLanguage(page, 'ko');
  await page.setViewportSize(PHONE);
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  expect.soft(await page.evaluate(() => window.moved), `${name}: no motion`).toEqual([]);
}

async function checkMode(page: Page, screen: string, mode: ScreenMode): Promise<void> {
  const { width, height, colours: theme = 'light', letters: fontSize = '100%', axe: rules } = mode;
  const label = [screen, `${String(width)}x${String(height)}`, theme, fontSize].join(' ');
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize({ width, height });
  await page.evaluate(async (size) => {
    document.documentElement.style.fontSize = size;
    // Wait until the page reacts to the new window size.
    for (let n = 0; n < 2; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, fontSize);
  if (SAVE_SCREENSHOTS) await page.screenshot({ path: test.info().outputPath(`${label.replaceAll(' ', '-')}.png`) });
  expect.soft(await findDefects(page), label).toEqual([]);
  if (rules) expect.soft(await axeViolations(page, rules), label).toEqual([]);
}
