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
    const choice = this.#choice;
    if (choice === 'system') delete this.#root.dataset['theme'];
    else this.#root.dataset['theme'] = choice;
    // The colour of the window's own frame, one a scheme in app.html.
    for (const meta of this.#root.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
      const scheme = meta.dataset['theme'] ?? '';
      meta.media = choice === 'system' ? `(prefers-color-scheme: ${scheme})` : choice === scheme ? 'all' : 'not all';
    }
  }
}

/** The theme of this window. */
export const theme = new Theme(document.documentElement, localStorage);
