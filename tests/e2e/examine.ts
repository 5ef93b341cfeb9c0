import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { flawsOf } from './flaws.ts';
import { device } from './visitor.ts';
import { ko, type Say } from './words.ts';

/** How a screen is looked at; `letters` is how large the phone's own are. */
interface Look {
  width: number;
  height: number;
  colours?: 'light' | 'dark';
  letters?: '100%' | '200%';
  /** Whether axe looks as well. */
  axe?: boolean;
}

/** The smallest phone that counts, CSS pixels. */
export const PHONE = { width: 360, height: 740 };
const TABLET = { width: 768, height: 1024 };
const WIDE = { width: 1440, height: 900 };
const KOREAN: readonly Look[] = [
  { ...PHONE, axe: true },
  { ...PHONE, colours: 'dark', axe: true },
  { ...PHONE, letters: '200%' },
  TABLET,
  { ...TABLET, colours: 'dark' },
  { ...WIDE, axe: true },
  { ...WIDE, colours: 'dark' },
];
const ENGLISH: readonly Look[] = [
  { ...PHONE, axe: true },
  { ...PHONE, letters: '200%' },
];

/** Every screenshot is kept where somebody wants to look at them. */
export const KEEPS = process.env['MARU_PICTURES'] === '1';
declare global {
  interface Window {
    /** What has moved by itself since the page began. */
    moved: string[];
  }
}

/** Notes in `window.moved` every animation and transition that begins. */
export function noteMoves(): void {
  window.moved = [];
  const note = (event: Event): void => {
    const { animationName, propertyName } = event as Partial<AnimationEvent & TransitionEvent>;
    window.moved.push(`${animationName ?? propertyName ?? ''} of ${(event.target as Element).tagName.toLowerCase()}`);
  };
  for (const type of ['animationstart', 'transitionrun']) addEventListener(type, note, true);
  const animate = Object.getOwnPropertyDescriptor(Element.prototype, 'animate')?.value as Element['animate'];
  Element.prototype.animate = function (...how) {
    window.moved.push(`animate() of ${this.tagName.toLowerCase()}`);
    return animate.apply(this, how);
  };
}

/** Somebody's device that speaks a language; nothing may move on it. */
export async function calm(browser: Browser, say: Say): Promise<Page> {
  const { page, context } = await device(browser, {
    locale: say === ko ? 'ko-KR' : 'en-US',
    reducedMotion: 'reduce',
    viewport: PHONE,
  });
  await context.addInitScript(noteMoves);
  return page;
}

const axeOf = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
};

/** Looks at the open screen in every way of a language, and fails (softly) for each flaw, each finding of axe and each movement. */
export async function examine(page: Page, say: Say, screen: string): Promise<void> {
  const [language, looks] = say === ko ? ['ko', KOREAN] : ['en', ENGLISH];
  for (const { width, height, colours = 'light', letters = '100%', axe = false } of looks) {
    const what = [screen, language, `${String(width)}x${String(height)}`, colours, letters].join(' ');
    await page.emulateMedia({ colorScheme: colours });
    await page.setViewportSize({ width, height });
    await page.evaluate(async (size) => {
      document.documentElement.style.fontSize = size;
      // What follows the window's size has followed.
      for (let n = 0; n < 2; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, letters);
    if (KEEPS) await page.screenshot({ path: test.info().outputPath(`${what.replaceAll(' ', '-')}.png`) });
    expect.soft(await flawsOf(page), what).toEqual([]);
    if (axe) expect.soft(await axeOf(page), what).toEqual([]);
  }
  await page.setViewportSize(PHONE);
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  expect.soft(await page.evaluate(() => window.moved), `${screen} keeps still`).toEqual([]);
}
