import type { Component } from 'svelte';

/** A file of specimens/: a component in its states. `isScreen`: it fills a window, so that it is a page of its own. */
interface Specimen {
  readonly default: Component;
  readonly isScreen?: true;
}

const files = import.meta.glob<Specimen>('./specimens/*.svelte', { eager: true });

/** Every specimen by its name, in order. */
export const SPECIMENS = new Map(
  Object.entries(files).map(([path, specimen]) => [path.replace(/^.*\/|\.svelte$/g, ''), specimen] as const),
);
