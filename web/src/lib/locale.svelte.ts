import { getLocale, isLocale, overwriteGetLocale, type Locale } from './paraglide/runtime.js';

const KEY = 'maru-locale';

function kept(store: Storage): Locale | undefined {
  try {
    const locale = store.getItem(KEY);
    return isLocale(locale) ? locale : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The language of a window: the person's choice on this device, else the phone's, else Korean. Messages read it, so
 * that a change shows at once and without a reload, and what is being uploaded goes on.
 */
export class LocaleChoice {
  #current = $state<Locale>('ko');
  readonly #root: HTMLElement;
  readonly #store: Storage;

  constructor(root: HTMLElement, store: Storage) {
    this.#root = root;
    this.#store = store;
    this.#current = kept(store) ?? getLocale();
    overwriteGetLocale(() => this.#current);
    root.lang = this.#current;
  }

  get current(): Locale {
    return this.#current;
  }

  set current(locale: Locale) {
    this.#current = locale;
    this.#root.lang = locale;
    try {
      this.#store.setItem(KEY, locale);
    } catch {
      // A browser that keeps nothing still speaks the language until it is closed.
    }
  }
}

/** The language of this window. */
export const locale = new LocaleChoice(document.documentElement, localStorage);
