import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { findDefects } from './layout-defects.ts';
import { openDevice } from './app.ts';
import { ko, type Translate } from './messages.ts';

/** How a screen is rendered; `fontSize` is the device's text size. */
interface ScreenMode {
  width: number;
  height: number;
  colours?: 'light' | 'dark';
  letters?: '100%' | '200%';
  /** Whether axe runs too. */
  axe?: boolean;
}

/** The smallest supported phone, CSS pixels. */
export const PHONE = { width: 360, height: 740 };
const TABLET = { width: 768, height: 1024 };
const WIDE = { width: 1440, height: 900 };
const KOREAN_MODES: readonly ScreenMode[] = [
  { ...PHONE, axe: true },
  { ...PHONE, colours: 'dark', axe: true },
  { ...PHONE, letters: '200%' },
  TABLET,
  { ...TABLET, colours: 'dark' },
  { ...WIDE, axe: true },
  { ...WIDE, colours: 'dark' },
];
const ENGLISH_MODES: readonly ScreenMode[] = [
  { ...PHONE, axe: true },
  { ...PHONE, letters: '200%' },
];

/** Whether each screenshot is saved. */
export const SAVE_SCREENSHOTS = process.env['MARU_PICTURES'] === '1';
declare global {
  interface Window {
    /** Animations and transitions since the page was loaded. */
    moved: string[];
  }
}

/** Records every animation and transition that starts in `window.motions`. */
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

/** Opens a page in the language of `translate`, with reduced motion, that records any motion. */
export async function openStillPage(browser: Browser, translate: Translate): Promise<Page> {
  const { page, context } = await openDevice(browser, {
    locale: translate === ko ? 'ko-KR' : 'en-US',
    reducedMotion: 'reduce',
    viewport: PHONE,
  });
  await context.addInitScript(recordMotions);
  return page;
}

const axeViolations = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
};

/** Checks the open screen in every mode of its language. Reports each layout defect, axe violation and motion as a soft failure. */
export async function checkScreen(page: Page, translate: Translate, name: string): Promise<void> {
  const [language, modes] = translate === ko ? ['ko', KOREAN_MODES] : ['en', ENGLISH_MODES];
  for (const { width, height, colours: theme = 'light', letters: fontSize = '100%', axe = false } of modes) {
    const label = [name, language, `${String(width)}x${String(height)}`, theme, fontSize].join(' ');
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height });
    await page.evaluate(async (size) => {
      document.documentElement.style.fontSize = size;
      // Wait until the page reacts to the new window size.
      for (let n = 0; n < 2; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, fontSize);
    if (SAVE_SCREENSHOTS) await page.screenshot({ path: test.info().outputPath(`${label.replaceAll(' ', '-')}.png`) });
    expect.soft(await findDefects(page), label).toEqual([]);
    if (axe) expect.soft(await axeViolations(page), label).toEqual([]);
  }
  await page.setViewportSize(PHONE);
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  expect.soft(await page.evaluate(() => window.moved), `${name}: no motion`).toEqual([]);
}
