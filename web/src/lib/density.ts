/** How large the tiles of a grid are, smallest first. */
export const DENSITIES = ['small', 'medium', 'large'] as const;
export type Density = (typeof DENSITIES)[number];
