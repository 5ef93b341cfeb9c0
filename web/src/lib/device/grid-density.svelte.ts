import { DENSITIES, type Density } from '../density.ts';
import { readStorage, writeStorage } from '../web-storage.ts';

const KEY = 'maru-grid-density';

/** The density of grids on this device. */
export class GridDensity {
  #current = $state<Density>('medium');
  readonly #store: Storage;

  constructor(store: Storage) {
    this.#store = store;
    const stored = readStorage(store, KEY);
    this.#current = DENSITIES.find((density) => density === stored) ?? 'medium';
  }

  get current(): Density {
    return this.#current;
  }

  set current(density: Density) {
    this.#current = density;
    writeStorage(this.#store, KEY, density);
  }
}

/** The density of this window's grids. */
export const gridDensity = new GridDensity(localStorage);
