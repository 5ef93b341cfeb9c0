import { readStorage, writeStorage } from '../web-storage.ts';

/** The chosen colour scheme; `system` follows the device. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'maru-theme';

function read(store: Storage): ThemeChoice {
  const stored = readStorage(store, KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** The colour scheme of this device. app.html reads the same key before the first paint. */
export class Theme {
  #choice = $state<ThemeChoice>('system');
  readonly #root: HTMLElement;
  readonly #store: Storage;

  constructor(root: HTMLElement, store: Storage) {
    this.#root = root;
    this.#store = store;
    this.#choice = read(store);
    this.#apply();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  set choice(choice: ThemeChoice) {
    this.#choice = choice;
    writeStorage(this.#store, KEY, choice === 'system' ? undefined : choice);
    this.#apply();
  }

  #apply(): void {
    const choice = this.#choice;
    if (choice === 'system') delete this.#root.dataset['theme'];
    else this.#root.dataset['theme'] = choice;
    // The colour of the window frame; app.html has one tag per scheme.
    for (const meta of this.#root.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const scheme = meta.dataset['theme'] ?? '';
      meta.media = choice === 'system' ? `(prefers-color-scheme: ${scheme})` : choice === scheme ? 'all' : 'not all';
    }
  }
}

/** The theme of this window. */
export const theme = new Theme(document.documentElement, localStorage);
