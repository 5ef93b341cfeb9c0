/** How large tiles are, smallest first. */
export type Density = 'small' | 'medium' | 'large';

const KEY = 'maru-grid-density';

function read(store: Storage): Density {
  try {
    const stored = store.getItem(KEY);
    return stored === 'small' || stored === 'large' ? stored : 'medium';
  } catch {
    return 'medium';
  }
}

/** The density of grids on this device. */
export class GridDensity {
  #current = $state<Density>('medium');
  readonly #store: Storage;

  constructor(store: Storage) {
    this.#store = store;
    this.#current = read(store);
  }

  get current(): Density {
    return this.#current;
  }

  set current(density: Density) {
    this.#current = density;
    try {
      this.#store.setItem(KEY, density);
    } catch {
      // Without storage, the choice lasts as long as the page.
    }
  }
}

/** The density of this window's grids. */
export const gridDensity = new GridDensity(localStorage);
