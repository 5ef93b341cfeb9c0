import { expect } from '@playwright/test';
import { By, Key, type WebDriver, type WebElement } from 'selenium-webdriver';
import { useEmulators } from '../harness.ts';

/** Processing on a busy machine takes this long at most, in ms. */
const PATIENCE = { timeout: 120_000 };

const isNamed = (name: string): string => `normalize-space()="${name}" or @aria-label="${name}"`;

/** Buttons, links and headings by their whole name. */
export const button = (name: string): By => By.xpath(`//button[${isNamed(name)}]`);
export const link = (name: string): By => By.xpath(`//a[${isNamed(name)}]`);
export const heading = (name: string): By => By.xpath(`//h1[${isNamed(name)}]`);
/** Buttons and links by a part of what they show. */
export const showing = (text: string): By =>
  By.xpath(`//*[self::a or self::button][contains(normalize-space(), "${text}")]`);
/** Anything that shows this text and nothing else. */
export const text = (shown: string): By => By.xpath(`//*[normalize-space()="${shown}"]`);
/** The tiles of a kind of media. */
export const tile = (kind: string): By =>
  By.css(`[data-item][aria-label^="${kind}"], [data-item] [aria-label^="${kind}"]`);
/** The text field with a label. */
export const field = (label: string): By =>
  By.xpath(
    `//input[@id=//label[contains(normalize-space(), "${label}")]/@for] | //label[contains(normalize-space(), "${label}")]//input`,
  );

/** The page in a browser under test. Each action waits until it is possible. */
export class Device {
  readonly #driver: WebDriver;
  constructor(driver: WebDriver) {
    this.#driver = driver;
  }

  async open(path: string): Promise<void> {
    await this.#driver.get(new URL(path, useEmulators().urls.app).href);
  }

  /** Reloads the page as a person does; WebDriver's own reload bypasses the service worker in Firefox. */
  async reload(): Promise<void> {
    await this.run(() => {
      document.documentElement.dataset['left'] = '';
      location.reload();
    });
    await expect(async () => {
      expect(await this.run(() => document.documentElement.dataset['left'])).toBeFalsy();
    }).toPass(PATIENCE);
  }

  async back(): Promise<void> {
    await this.#driver.navigate().back();
  }

  async path(): Promise<string> {
    return new URL(await this.#driver.getCurrentUrl()).pathname;
  }

  /** Runs a function in the page; it must not use anything outside of it. */
  async run<T, A extends unknown[]>(fn: (...args: A) => T | Promise<T>, ...args: A): Promise<T> {
    return this.#driver.executeScript<T>(fn, ...args);
  }

  /** Acts on the first displayed element, as soon as there is one that accepts it. */
  async #act(locator: By, action: (element: WebElement) => Promise<void>): Promise<void> {
    await expect(async () => {
      const all = await this.#driver.findElements(locator);
      const displayed = await Promise.all(all.map((one) => one.isDisplayed()));
      const element = all[displayed.indexOf(true)];
      if (!element) throw new Error(`not displayed: ${String(locator)}`);
      // WebKitWebDriver's errors have a name and no message.
      await action(element).catch((error: unknown) => {
        throw new Error(`${String(locator)}: ${String(error)}`);
      });
    }).toPass(PATIENCE);
  }

  async see(locator: By): Promise<void> {
    await this.#act(locator, () => Promise.resolve());
  }

  async click(locator: By): Promise<void> {
    await this.#act(locator, (element) => element.click());
  }

  async type(locator: By, text: string): Promise<void> {
    await this.#act(locator, (element) => element.sendKeys(text));
  }

  async pressEscape(): Promise<void> {
    await this.#driver.actions().sendKeys(Key.ESCAPE).perform();
  }

  /** The value of a text field. */
  async valueOf(locator: By): Promise<string> {
    return (await (await this.#driver.findElement(locator)).getAttribute('value')) ?? '';
  }

  /** Chooses files in the page's file input, which is not displayed. */
  async choose(files: readonly string[]): Promise<void> {
    await (await this.#driver.findElement(By.css('input[type=file][multiple]'))).sendKeys(files.join('\n'));
  }

  /** Waits until a function in the page returns this. */
  async expect<T>(fn: () => T | Promise<T>, value: T): Promise<void> {
    await expect.poll(() => this.run(fn), PATIENCE).toEqual(value);
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.#driver.takeScreenshot(), 'base64');
  }
}
