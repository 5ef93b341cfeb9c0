import { DENSITIES, type Density } from '../density.ts';
import { readStorage, writeStorage } from '../web-storage.ts';

const KEY = 'maru-grid-density';

/** The density of grids on this device. */
export class GridDensity {
  #chosen = $state<Density>();
  readonly #store: () => Storage;

  /** `store` is not called before the density is used: the build imports this module where there is no storage. */
  constructor(store: () => Storage) {
    this.#store = store;
  }

  get current(): Density {
    if (this.#chosen) return this.#chosen;
    const stored = readStorage(this.#store(), KEY);
    return DENSITIES.find((density) => density === stored) ?? 'medium';
  }

  set current(density: Density) {
    this.#chosen = density;
    writeStorage(this.#store(), KEY, density);
  }
}

/** The density of this window's grids. */
export const gridDensity = new GridDensity(() => localStorage);
