import { getLocale, isLocale, overwriteGetLocale, type Locale } from './paraglide/runtime.js';
import { onStorageChange, readStorage, writeStorage } from './web-storage.ts';

const KEY = 'maru-locale';

function storedLocale(store: Storage): Locale | undefined {
  const locale = readStorage(store, KEY);
  return isLocale(locale) ? locale : undefined;
}

/**
 * The language of a window: the choice stored on this device, otherwise the device's language, otherwise Korean. Messages read it
 * reactively, so a change needs no reload, which would interrupt uploads.
 */
export class LocaleChoice {
  #current = $state<Locale>('ko');
  readonly #root: HTMLElement;
  readonly #store: Storage;

  constructor(root: HTMLElement, store: Storage) {
    this.#root = root;
    this.#store = store;
    this.#current = storedLocale(store) ?? getLocale();
    overwriteGetLocale(() => this.#current);
    root.lang = this.#current;
    onStorageChange(KEY, (value) => {
      if (isLocale(value)) this.#apply(value);
    });
  }

  get current(): Locale {
    return this.#current;
  }

  set current(locale: Locale) {
    this.#apply(locale);
    writeStorage(this.#store, KEY, locale);
  }

  #apply(locale: Locale): void {
    this.#current = locale;
    this.#root.lang = locale;
  }
}

/** The language of this window. */
export const locale = new LocaleChoice(document.documentElement, localStorage);
