import { DENSITIES, type Density } from '../../density.ts';

const SCALE: Readonly<Record<Density, number>> = { small: 0.6, medium: 1, large: 1.6 };

/** The target height of rows in a grid of this width, CSS pixels. Larger on very wide screens, so that the number of tiles stays bounded. */
export const rowHeightOf = (width: number, density: Density): number =>
  SCALE[density] * Math.max(1, width / 1920) * Math.min(240, Math.max(150, width / 4));

/** The next larger (1) or smaller (-1) density; undefined at the end. */
export const densityAfter = (density: Density, by: 1 | -1): Density | undefined =>
  DENSITIES[DENSITIES.indexOf(density) + by];
