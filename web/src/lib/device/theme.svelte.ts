/** How the colours are chosen: as the phone does, or always one of them. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'maru-theme';

function read(store: Storage): ThemeChoice {
  try {
    const kept = store.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** Day or night on this device. app.html reads the same key before the first paint. */
export class Theme {
  #choice = $state<ThemeChoice>('system');
  readonly #root: HTMLElement;
  readonly #store: Storage;

  constructor(root: HTMLElement, store: Storage) {
    this.#root = root;
    this.#store = store;
    this.#choice = read(store);
    this.#show();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  set choice(choice: ThemeChoice) {
    this.#choice = choice;
    try {
      if (choice === 'system') this.#store.removeItem(KEY);
      else this.#store.setItem(KEY, choice);
    } catch {
      // A browser that keeps nothing still shows the choice until it is closed.
    }
    this.#show();
  }

  #show(): void {
    if (this.#choice === 'system') delete this.#root.dataset['theme'];
    else this.#root.dataset['theme'] = this.#choice;
  }
}

/** The theme of this window. */
export const theme = new Theme(document.documentElement, localStorage);
